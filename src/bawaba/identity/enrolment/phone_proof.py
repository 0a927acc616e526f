"""The phone's six digits: sent within the budgets of registration, tried at most five times a code."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.secrets import new_six_digits
from bawaba.identity.codes.budgets import forgive, spend
from bawaba.identity.codes.commands import Verdict, issue_code, try_code, use_code
from bawaba.identity.codes.conversion import converts_badly
from bawaba.identity.codes.effort import spend_effort
from bawaba.identity.codes.installation import country_or_home, spend_country, spend_stranger_send
from bawaba.identity.enrolment.commands import PHONE_CODE, prove_phone
from bawaba.identity.enrolment.queries import Draft, Sought
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.messaging.commands import write_messages

PURPOSE = PHONE_CODE
RESUME = "enrolment-resume"


class EffortNeeded(Exception):
    """Codes are being pumped: this one is sent once the device has worked for it (A9)."""


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: the address (IPv6 cut to /64) and the device's own cookie."""

    address: str
    device: str


def spend_registration_sends(*, phone: str, origin: Origin) -> None:
    """The budgets of a code: the place it is asked from, the countries asked for there, the device, and the phone."""
    limits = settings.LIMITS
    spend(budget="send.address", key=origin.address, windows=limits.sends_per_origin)
    spend_country(address=origin.address, phone=phone)
    spend(budget="send.device", key=origin.device, windows=limits.unproven_per_origin)
    spend(budget="send.registration", key=phone, windows=limits.sends_per_phone)


def spend_start(*, origin: Origin) -> None:
    """R3: how many registrations one address may begin."""
    spend(budget="start.address", key=origin.address, windows=settings.LIMITS.starts_per_origin)


def send_phone_code(*, sought: Sought, origin: Origin, purpose: str = PURPOSE, effort: str = "", by: Actor) -> None:
    """Spend the budgets, keep the new code's HMAC, and hand the text to the outbox, all in one transaction.

    TooOften, or EffortNeeded unless ``effort`` is the answer to a task of ``codes.effort``.
    """
    text, country = new_six_digits(), country_or_home(sought.to.phone or "")
    pumped = converts_badly(_judged(country, purpose))
    with transaction.atomic():
        if pumped and not spend_effort(effort):
            raise EffortNeeded
        spend_registration_sends(phone=sought.to.phone or sought.enrolment.hex, origin=origin)
        issue_code(
            purpose=purpose,
            subject=sought.enrolment,
            text=text,
            life=settings.LIMITS.phone_code_life,
            country=country,
            by=by,
        )
        sent = write_messages(
            template="enrolment-phone-code",
            to=sought.to,
            values={"code": text},
            channels=("sms",),
            until=clock.now() + settings.LIMITS.phone_code_life,
            by=by,
        )
        record(Happening("enrolment.send_code", sought.enrolment, by), then=sent)
        spend_stranger_send()


def _judged(country: str, purpose: str) -> list[str]:
    """Whose phone a reference leads to is said to nobody: there every country counts."""
    return settings.BAWABA.phone_countries.split(",") if purpose == RESUME else [country]


def prove_with_code(*, draft: Draft, text: str, origin: Origin, by: Actor) -> Verdict:
    """Try the code; the right one proves the phone, and does not count among the device's unproven ones (A7)."""
    verdict = try_code(purpose=PURPOSE, subject=draft.enrolment, text=text, by=by)
    if verdict.code is not None:
        with (
            transaction.atomic()
        ):  # the enrolment, then its code: whoever changes the phone takes them in the same order
            prove_phone(enrolment=draft.enrolment, by=by)
            use_code(code=verdict.code, by=by)
        forgive(budget="send.device", key=origin.device)
    return verdict


def resume_with_code(*, enrolment: UUID, text: str, by: Actor) -> Verdict:
    """R7: the reference and a fresh code together open what was typed."""
    verdict = try_code(purpose=RESUME, subject=enrolment, text=text, by=by)
    if verdict.code is not None:
        use_code(code=verdict.code, by=by)
    return verdict
