"""What R5 and R6 say, to whom, on which of their addresses; written inside the transaction of what it tells."""

from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.references import grouped
from bawaba.identity.accounts.addresses import addresses_to_warn
from bawaba.identity.accounts.first_login import write_first_login_code
from bawaba.identity.accounts.opening import Opened, Opening
from bawaba.identity.accounts.repudiation import repudiation_link
from bawaba.identity.attestation.case import Case
from bawaba.identity.attestation.queries import place_name
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.enrolment.queries import draft
from bawaba.identity.populations import NotReady
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.messaging.rendering import Value

BY_BANKS = "send.bank"  # a budget of its own: a bank starves neither registration nor log-in nor visits


def activated(case: Case, opening: Opening, opened: Opened) -> tuple[Task, ...]:
    """To the new phone and a confirmed e-mail, with "not you?"."""
    values: dict[str, Value] = {
        "place": place_name(case.attestor, case.statement.place),
        "at": clock.now().isoformat(),
        "user_name": opened.user_name,
        "link": repudiation_link(account=opened.account, power="suspend", about=_about(case)),
    }
    email = opening.email if opening.email_confirmed else None
    to = Recipient(subject=opened.account, language=opening.language, phone=opening.phone, email=email)
    return write_messages(
        template="account-activated", to=to, values=values, channels=("sms", "email", "inbox"), by=SYSTEM
    )


def first_login(case: Case, account: UUID) -> tuple[Task, ...]:
    """A code that chooses the first password, to the phone in the hand."""
    to = Recipient(subject=account, language=language_of(case), phone=case.statement.personal.phone)
    return write_first_login_code(to=to, by=SYSTEM)


def bank_code(case: Case, enrolment: UUID, code: str) -> tuple[Task, ...]:
    """The code with which a person completes what their bank began."""
    return write_messages(
        template="bank-code",
        to=Recipient(subject=enrolment, language=language_of(case), phone=case.statement.personal.phone),
        values={"code": grouped(code), "link": f"{settings.BAWABA.public_url}/complete"},
        channels=("sms",),
        by=SYSTEM,
    )


def rebound(case: Case, account: UUID) -> list[Task]:
    """To every confirmed address bound before; one that presence revokes, or has revoked once, can only freeze (R9)."""
    return [task for old, trusted in addresses_to_warn(account) for task in _rebound(case, old, trusted=trusted)]


def not_activated(case: Case, enrolment: UUID, why: NotReady) -> tuple[Task, ...]:
    """The reason that a bank does not hear, to the enrolment's proven phone; no more often than a phone bears."""
    found = draft(enrolment)
    try:
        spend(budget=BY_BANKS, key=found.claims.phone, windows=settings.LIMITS.sends_per_phone)
    except TooOften:
        return ()
    return write_messages(
        template="bank-not-activated",
        to=Recipient(subject=found.enrolment, language=found.language, phone=found.claims.phone),
        values={"why": why.says, "reference": grouped(found.claims.reference)},
        channels=("sms",),
        by=SYSTEM,
    )


def language_of(case: Case) -> str:
    """The visit's, or what the bank's customer reads."""
    return case.visit.language if case.visit is not None else case.statement.language


def _rebound(case: Case, old: Recipient, *, trusted: bool) -> tuple[Task, ...]:
    revoked = old.phone is not None and old.phone != case.statement.personal.phone
    proved = old.phone == case.statement.personal.phone  # in the hand, at this moment
    may_suspend = proved or (trusted and not revoked and case.attestor.channel != "counter")
    power = "suspend" if may_suspend else "freeze"
    link = repudiation_link(account=old.subject, power=power, about=_about(case))
    place = place_name(case.attestor, case.statement.place)
    values: dict[str, Value] = {"place": place, "at": clock.now().isoformat(), "link": link}
    return write_messages(template="account-rebound", to=old, values=values, channels=("sms", "email"), by=SYSTEM)


def _about(case: Case) -> dict[str, str]:
    """What "not you?" flags: the channel and whoever worked in it."""
    said = case.statement
    return {
        "channel": case.attestor.channel,
        "attestor": case.attestor.slug,
        "operator": said.operator[:64],
        "place": said.place[:50],
    }
