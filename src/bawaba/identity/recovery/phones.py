"""Phones of a recovery: the new one, the one on file, and the way back. A code is sent only once something else was proven."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.secrets import new_handle, new_six_digits
from bawaba.identity.accounts.new_phone import PhoneServesAnother
from bawaba.identity.accounts.phone_rule import phone_is_free_for
from bawaba.identity.accounts.queries import phone_of
from bawaba.identity.accounts.recovering import CannotRecover, recoverable
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import CodeUsed, issue_code, try_code, use_code
from bawaba.identity.recovery.alerts import tell_way_back
from bawaba.identity.recovery.models import Recovery
from bawaba.identity.recovery.proving import add_proof, advance, hold
from bawaba.identity.recovery.queries import RecoveryView, link_hash, sealed
from bawaba.identity.recovery.rules import LOST_PHONE, PASSWORD, PHONE
from bawaba.journal.commands import enqueue, record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.registers.ports import Person

NEW, ON_FILE, BACK = "recover-new-phone", "recover-phone", "recover-back"
PHONES = ((5, 86400),)


class NotYet(Exception):
    """Nothing was proven so far, or the account may not: no code is sent."""


class Frozen(Exception):
    """Its phone is changed at a counter only (R9)."""


def ask_new_phone(*, recovery: RecoveryView, phone: str, by: Actor) -> None:
    """A code to the phone that is to be the account's. NotYet, Frozen, TooOften."""
    with transaction.atomic():
        row = _begun(recovery, LOST_PHONE)
        if recoverable(row.account).frozen:
            raise Frozen
        if row.phone_proven_at is not None:
            raise NotYet  # what was proven for one phone is not said of another
        spend(budget="recover.phones", key=str(row.uuid), windows=PHONES)
        spend(budget="send.registration", key=phone, windows=settings.LIMITS.sends_per_phone)  # as of any to be proven
        index, kept = blind_index("account.phone", phone), sealed(row.uuid, phone)
        Recovery.objects.filter(pk=row.pk).update(phone_index=index, phone_sealed=kept)
        to = Recipient(subject=row.account, language=row.language, phone=phone)
        _send(NEW, _asked(row.uuid, phone), to, "new-phone-code", by)
        record(Happening("recovery.ask_phone", row.account, by))


def prove_new_phone(*, recovery: RecoveryView, person: Person, text: str, by: Actor) -> bool:
    """Whether the code was right; R11 is judged after it. The phone then gets the link that leads back.

    PhoneServesAnother, AnotherIsProven, OwnPhone.
    """
    if not recovery.phone or not recovery.begun:
        return False
    if recovery.phone_proven:
        return True
    verdict = try_code(purpose=NEW, subject=_asked(recovery.uuid, recovery.phone), text=text, by=by)
    if verdict.code is None:
        return False
    token = new_handle()
    try:
        with transaction.atomic():
            row = hold(recovery.uuid)
            use_code(code=verdict.code, by=by)
            if not phone_is_free_for(person, recovery.phone):
                raise PhoneServesAnother
            row.phone_proven_at, row.back_hash = clock.now(), link_hash(token)
            row.save(update_fields=["phone_proven_at", "back_hash"])  # held by this transaction
            record(Happening("recovery.prove_phone", row.account, by), then=tell_way_back(row, token))
            advance(row, by=by)
    except (CannotRecover, CodeUsed):
        return False
    return True


def send_to_phone_on_file(*, recovery: RecoveryView, by: Actor) -> None:
    """A code to the account's own phone, from a budget that no stranger can spend. NotYet, TooOften."""
    with transaction.atomic():
        row = _begun(recovery, PASSWORD)
        to = phone_of(row.account)
        if to is None or to.phone is None:
            raise NotYet
        spend(budget="send.recovery", key=to.phone, windows=settings.LIMITS.sends_per_phone)
        _send(ON_FILE, row.uuid, to, "recovery-code", by)
        record(Happening("recovery.send_code", row.account, by))


def prove_phone_on_file(*, recovery: RecoveryView, text: str, by: Actor) -> bool:
    """The second method of a new password. AnotherIsProven."""
    if not recovery.begun or recovery.wants != PASSWORD:
        return False
    verdict = try_code(purpose=ON_FILE, subject=recovery.uuid, text=text, by=by)
    if verdict.code is None:
        return False
    try:
        with transaction.atomic():
            row = hold(recovery.uuid)
            use_code(code=verdict.code, by=by)
            add_proof(row, PHONE, by=by)
    except (CannotRecover, CodeUsed):
        return False
    return True


def send_way_back(*, recovery: RecoveryView, by: Actor) -> None:
    """R7: the link alone shows nothing; with a fresh code to the new phone it leads back. TooOften."""
    with transaction.atomic():
        spend(budget="send.recovery", key=recovery.phone, windows=settings.LIMITS.sends_per_phone)
        to = Recipient(subject=recovery.account, language=recovery.language, phone=recovery.phone)
        _send(BACK, recovery.uuid, to, "recovery-code", by)
        record(Happening("recovery.send_code", recovery.account, by))


def come_back(*, recovery: RecoveryView, text: str, by: Actor) -> bool:
    """Whether the code was right."""
    verdict = try_code(purpose=BACK, subject=recovery.uuid, text=text, by=by)
    if verdict.code is None:
        return False
    try:
        with transaction.atomic():
            use_code(code=verdict.code, by=by)
            record(Happening("recovery.come_back", recovery.account, by))
    except CodeUsed:
        return False
    return True


def _begun(recovery: RecoveryView, wants: str) -> Recovery:
    if not recovery.begun or recovery.wants != wants:
        raise NotYet
    try:
        return hold(recovery.uuid)
    except CannotRecover as error:
        raise NotYet from error


def _send(purpose: str, subject: UUID, to: Recipient, template: str, by: Actor) -> None:
    text, life = new_six_digits(), settings.LIMITS.phone_code_life
    issue_code(purpose=purpose, subject=subject, text=text, life=life, by=by)
    sent: tuple[Task, ...] = write_messages(
        template=template, to=to, values={"code": text}, channels=("sms",), until=clock.now() + life, by=by
    )
    enqueue(*sent)


def _asked(recovery: UUID, phone: str) -> UUID:
    """What the code is for: of one phone it says nothing about another."""
    return UUID(bytes=keyring().code_hmac("recovery", "new_phone", f"{recovery}|{phone}")[:16])
