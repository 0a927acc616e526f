"""Possession of the phone now: the live code goes to the phone typed in a visit, and comes back in the same visit (R4)."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.phones import last_three
from bawaba.core.secrets import new_six_digits
from bawaba.identity.accounts.phone_rule import phone_is_free_for, would_lose_phone
from bawaba.identity.attestation.acceptance import cap_reached
from bawaba.identity.attestation.models import Visit
from bawaba.identity.attestation.problems import ChannelProblem, register_down
from bawaba.identity.attestation.queries import place_name
from bawaba.identity.attestation.visits import identifier_of, phone_of
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.codes.commands import count_in_a_row, count_up, forget_failures, issue_code, try_code, use_code
from bawaba.identity.enrolment.queries import Match, match_for_presence
from bawaba.identity.enrolment.review import hold_for_review
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import seal
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.registers.ports import Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier

CODE = "visit-phone"


@dataclass(frozen=True)
class Proof:
    """What the kiosk may show after the live code; ``recycled``: another account will lose this phone (R11)."""

    proven: bool
    tries_left: int = 0
    match: Match | None = None
    recycled: bool = False


def send_live_code(*, visit: Visit, phone: str, by: Actor) -> None:
    """To the phone in the person's hand, from the budget of visits."""
    text = new_six_digits()
    try:
        with transaction.atomic():
            spend(budget="send.visit", key=phone, windows=settings.LIMITS.sends_per_phone)
            Visit.objects.filter(pk=visit.pk, spent_at__isnull=True).update(
                phone_sealed=seal(visit.uuid, "visit.phone", visit.uuid, phone), phone_proven_at=None
            )
            issue_code(purpose=CODE, subject=visit.uuid, text=text, life=settings.LIMITS.phone_code_life, by=by)
            sent = write_messages(
                template="visit-code",
                to=Recipient(subject=visit.uuid, language=visit.language, phone=phone),
                values={
                    "code": text,
                    "phone": last_three(phone),
                    "place": place_name(visit.attestor, visit.place),
                },
                channels=("sms",),
                until=clock.now() + settings.LIMITS.phone_code_life,
                by=by,
            )
            record(Happening("visit.send_code", visit.uuid, by), then=sent)
            _stay_within_cap(visit)
    except TooOften as often:
        raise ChannelProblem("too-many-codes", 429, "Too many codes to this phone.", often.seconds) from often


def _stay_within_cap(visit: Visit) -> None:
    """A stolen key sends no more codes a day than so many for each statement that it may make; last, it locks a row."""
    most = settings.LIMITS.live_codes_per_statement * visit.attestor.a_day
    if count_up(key=f"live-codes|{visit.attestor.slug}|{clock.today()}", most=most) is None:
        raise cap_reached()


def prove_live_code(*, visit: Visit, text: str, by: Actor) -> Proof:
    """The right code binds the phone to this visit; then it may be said which enrolment waits."""
    phone = phone_of(visit)
    if phone is None:
        raise ChannelProblem("phone-missing", 409, "No phone was given in this visit.")
    number = identifier_of(visit)
    verdict = try_code(purpose=CODE, subject=visit.uuid, text=text, by=by)
    if verdict.code is None:
        _count_wrong(visit, number, by)
        return Proof(proven=False, tries_left=verdict.tries_left)
    person = _person(visit, number)
    if person is not None and not phone_is_free_for(person, phone):
        raise ChannelProblem("phone-in-use", 409, "Another account uses this phone; ask for another phone.")
    with transaction.atomic():
        use_code(code=verdict.code, by=by)
        same_phone = Visit.objects.filter(pk=visit.pk, spent_at__isnull=True, phone_sealed=visit.phone_sealed)
        if not same_phone.update(phone_proven_at=clock.now()):
            raise ChannelProblem("phone-changed", 409, "Another phone was given meanwhile; ask for its code.")
        record(Happening("visit.prove_phone", visit.uuid, by))
    forget_failures(_row_of_wrong(visit))
    loses = bool(person and would_lose_phone(person, phone))
    return Proof(proven=True, match=match_for_presence(number, phone), recycled=loses)


def _count_wrong(visit: Visit, number: str, by: Actor) -> None:
    """R8: three wrong live codes in a row on one identifier at kiosks: what waits under it goes to fraud review."""
    if visit.attestor.channel != "kiosk":
        return
    if not count_in_a_row(key=_row_of_wrong(visit), most=settings.LIMITS.wrong_live_codes - 1):
        hold_for_review(number=number, by=by)
        forget_failures(_row_of_wrong(visit))


def _row_of_wrong(visit: Visit) -> str:
    return f"live-code|{bytes(visit.identifier_index).hex()}"


def _person(visit: Visit, number: str) -> Person | None:
    """None: a counter's number that the register does not know is declined later, in the same words as every other."""
    try:
        return person_by_identifier(visit.identifier_kind, number, max_age=settings.LIMITS.facts_age).value
    except RegisterUnavailable as error:
        raise register_down() from error
    except UnknownPerson:
        return None
