"""Codes by message to an account's phone, each for one thing that waits for it and nothing else (ASVS 6.6.2)."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.secrets import new_six_digits
from bawaba.identity.accounts.queries import phone_of
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import issue_code, try_code, withdraw_codes
from bawaba.identity.codes.queries import has_open_code
from bawaba.journal.commands import enqueue
from bawaba.journal.keys import keyring
from bawaba.journal.ports import SYSTEM, Actor
from bawaba.messaging.commands import write_messages


@dataclass(frozen=True)
class Use:
    """What a code is for. Each has a budget of its own: whoever sits in a session spends nothing of what log-ins need."""

    purpose: str
    budget: str
    template: str


TO_LOG_IN = Use("login", "send.login", "login-code")
TO_PROVE = Use("prove", "send.prove", "prove-code")
USES = (TO_LOG_IN, TO_PROVE)
COUNTED_AS = TO_LOG_IN.purpose  # guesses at either are one row: a session is no second place to guess in (R8)


def place_for(account: UUID, waits: str) -> UUID:
    """The name under which a code is kept for what waits; nobody learns from it by what that is known to the browser."""
    return UUID(bytes=keyring().code_hmac("account", "place", f"{account}|{waits}")[:16])


def write_code(*, use: Use, account: UUID, place: UUID, host: str) -> str:
    """Inside the caller's transaction, which TooOften leaves as it was: the budget is asked before anything is written.

    The message's handle; empty for an account without a phone.
    """
    to, text = phone_of(account), new_six_digits()
    if to is None or to.phone is None:
        return ""
    life = settings.LIMITS.phone_code_life
    spend(budget=use.budget, key=to.phone, windows=settings.LIMITS.sends_per_phone)
    issue_code(purpose=use.purpose, subject=account, text=text, life=life, place=place, by=SYSTEM)
    sent = write_messages(
        template=use.template,
        to=to,
        values={"code": text, "host": host},
        channels=("sms",),
        until=clock.now() + life,
        by=SYSTEM,
    )
    enqueue(*sent)
    return str(sent[0].payload["message"])


def try_sent_code(*, use: Use, account: UUID, place: UUID, text: str) -> UUID | None:
    """The code when it is right, unused, and was sent for this place; the gate uses it up."""
    tried = try_code(purpose=use.purpose, subject=account, text=text, place=place, counted_as=COUNTED_AS, by=SYSTEM)
    return tried.code


def is_code_open(*, use: Use, account: UUID, place: UUID) -> bool:
    """Whether one that was sent for this place can still be typed."""
    return has_open_code(purpose=use.purpose, subject=account, place=place)


def withdraw_sent_codes(*, account: UUID, by: Actor) -> None:
    """In the caller's transaction: what lies on the phone opens and proves nothing any more, whatever waits for it."""
    for use in USES:
        withdraw_codes(purpose=use.purpose, subject=account, by=by)
