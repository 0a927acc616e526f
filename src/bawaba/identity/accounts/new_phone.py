"""Another phone for an account that is logged in: it counts once its own code was typed, and then the former one is told."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.secrets import new_six_digits
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.models import Account, Address
from bawaba.identity.accounts.open_sessions import act_from, end_sessions_of, follow
from bawaba.identity.accounts.opening import mark_phone_lost, new_address
from bawaba.identity.accounts.phone_rule import free_and_losing
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import issue_code, take_in_order, try_code, use_code
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert
from bawaba.journal.vault import blind_index, sealer
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.messaging.wishing import drop_held
from bawaba.registers.ports import Person

CODE = "new-phone"
OF_ONE = ((5, 86400),)


class SamePhone(Exception):
    """It is the account's phone already."""


class PhoneServesAnother(Exception):
    """R11: a stranger's account was used with it lately, or five of the household have it."""


class MayNotChange(Exception):
    """The account was suspended, frozen or closed meanwhile."""


def ask_for_phone(*, account: UUID, phone: str, session_key: str | None, by: Actor) -> None:
    """A code to the new phone, whoever else may have it. SamePhone, SessionOver, TooOften."""
    text = new_six_digits()
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if _is_bound(Account.objects.get(uuid=account), phone):
            raise SamePhone
        spend(budget="change.phone", key=str(account), windows=OF_ONE)  # for good: also where no code may be sent now
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        row = Account.objects.get(uuid=account)
        spend(
            budget="send.registration", key=phone, windows=settings.LIMITS.sends_per_phone
        )  # as of any phone to be proven
        life = settings.LIMITS.phone_code_life
        issue_code(purpose=CODE, subject=_asked(account, phone), text=text, life=life, by=by)
        to = Recipient(subject=account, language=row.told_in, phone=phone)
        sent = write_messages(
            template="new-phone-code",
            to=to,
            values={"code": text},
            channels=("sms",),
            until=clock.now() + life,
            by=by,
        )
        record(Happening("account.ask_phone", account, by), then=sent)


def bind_phone(*, account: UUID, person: Person, phone: str, text: str, session_key: str | None, by: Actor) -> bool:
    """Whether the code was right, or had been a moment ago. The former phone, other sessions and what devices keep are over.

    Sensitive services wait as after a rebind: whoever took a session over gains nothing by it before its owner was told.
    SessionOver, CodeUsed, PhoneServesAnother, MayNotChange.
    """
    if _is_bound(Account.objects.get(uuid=account), phone):
        return True
    verdict = try_code(purpose=CODE, subject=_asked(account, phone), text=text, by=by)
    if verdict.code is None:
        return False
    with transaction.atomic():
        take_in_order(
            f"person|{person.identifier}", f"phone|{phone}"
        )  # as R5 does: of two who want a phone one is asked
        act_from(account=account, session_key=session_key)
        use_code(code=verdict.code, by=by)
        _take(account, session_key)
        release_phone(person, phone, by)
        told = warn_every_address(account=account, template="phone-changed", values={})
        record(Happening("account.change_phone", account, by), then=[*told, *replace_phone(account, phone, by)])
    return True


def _take(account: UUID, session_key: str | None) -> None:
    until = clock.now() + settings.LIMITS.rebind_cooldown
    mine = Account.objects.filter(uuid=account, state__in=SIGNS_IN, frozen_until_attended=False)
    if not mine.update(cooled_until=until, phone_lost=False):
        raise MayNotChange
    end_sessions_of(account, but=session_key)
    follow(account, cooled_until=until.isoformat())


def release_phone(person: Person, phone: str, by: Actor) -> None:
    """In the caller's transaction: R11 as of this moment; whose recycled number it was is told. PhoneServesAnother."""
    free, losing = free_and_losing(person, phone)
    if not free:
        raise PhoneServesAnother
    for use in losing:
        mark_phone_lost(account=use.account, phone=phone, by=by)


def replace_phone(account: UUID, phone: str, by: Actor) -> tuple[Task, ...]:
    """In the caller's transaction: the former one is revoked, the new one is told; the tasks that deliver it."""
    row = Account.objects.get(uuid=account)
    row.addresses.filter(kind="phone", revoked_at__isnull=True).update(revoked_at=clock.now())
    drop_held(subject=row.uuid, channel="sms")
    insert(new_address(row, sealer(account), "phone", phone, confirmed=True))
    to = Recipient(subject=account, language=row.told_in, phone=phone)
    return write_messages(
        template="phone-bound", to=to, values={"at": clock.now().isoformat()}, channels=("sms",), by=by
    )


def _is_bound(row: Account, phone: str) -> bool:
    return Address.objects.filter(
        account=row, kind="phone", index=blind_index("account.phone", phone), revoked_at__isnull=True
    ).exists()


def _asked(account: UUID, phone: str) -> UUID:
    """What the code is for: of one phone it says nothing about another."""
    return UUID(bytes=keyring().code_hmac("account", "new_phone", f"{account}|{phone}")[:16])
