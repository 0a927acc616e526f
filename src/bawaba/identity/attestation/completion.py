"""Bank first, completed on the portal: identifier, birth date and the bank's code; then R5 runs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.opening import AlreadyLive
from bawaba.identity.accounts.phone_rule import phone_is_free_for
from bawaba.identity.accounts.queries import live_account_of_person
from bawaba.identity.attestation import outcomes
from bawaba.identity.attestation.acceptance import note_outcome, take_turns
from bawaba.identity.attestation.case import Case, Outcome
from bawaba.identity.attestation.models import Attestation
from bawaba.identity.attestation.moving import turn_of
from bawaba.identity.attestation.standing import stands
from bawaba.identity.attestation.statement import Personal, Statement
from bawaba.identity.codes.among import try_code_among
from bawaba.identity.codes.commands import CodeUsed, take_turn, use_code
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.presence import complete_reserved
from bawaba.identity.enrolment.queries import Draft, NoEnrolment, draft, reserved_of_number
from bawaba.identity.populations import population
from bawaba.journal.ports import Actor
from bawaba.registers.ports import Person, UnknownPerson
from bawaba.registers.queries import person_by_identifier


class CannotComplete(Exception):
    """One answer for a wrong number, a wrong date, a wrong code and a registration that is gone."""


@dataclass(frozen=True)
class Key:
    """A reserved enrolment that was opened, and the code to use up in R5."""

    draft: Draft
    code: UUID
    birth_date: date


def open_reserved(*, number: str, birth_date: date, text: str, by: Actor) -> Key:
    """Try the code against what waits under the number; counts like every code."""
    waiting = reserved_of_number(number)
    found = try_code_among(purpose=outcomes.RESERVED, subjects=waiting, text=text, turn=number, by=by)
    if found is None:
        raise CannotComplete
    enrolment, code = found
    try:
        return Key(draft(enrolment), code, birth_date)
    except NoEnrolment as gone:
        raise CannotComplete from gone


def complete(*, key: Key, user_name: str, password: str, terms_version: str, by: Actor) -> Outcome:
    """Fetch facts, then one transaction: code used, enrolment completed and activated, account opened."""
    person = _person(key)
    evidence = Attestation.objects.select_related("attestor").get(uuid=_evidence(key.draft))
    case = _case(evidence, key.draft, person, terms_version)
    hashed = make_password(password)
    try:
        with transaction.atomic():
            take_turns(case.statement.personal)
            use_code(code=key.code, by=by)
            complete_reserved(
                enrolment=key.draft.enrolment,
                user_name=user_name,
                password_hash=hashed,
                terms_version=terms_version,
                by=by,
            )
            outcome = outcomes.activate_enrolment(case, person, key.draft.enrolment, evidence.uuid, by)
            note_outcome(evidence.uuid, outcome)
            take_turn(key=turn_of(evidence.attestor))
            if not stands(evidence.attestor, evidence.kid, evidence.operator):
                raise CannotComplete  # what a bank began before it was closed waits for presence
            return outcome
    except (AlreadyLive, IllegalMove, outcomes.PhoneTaken, CodeUsed) as lost:
        raise CannotComplete from lost  # another proof of this person was faster


def _person(key: Key) -> Person:
    """Birth date and activation's needs are judged on fresh facts; RegisterUnavailable is the page's to tell."""
    claims = key.draft.claims
    try:
        person = person_by_identifier(
            claims.identifier_kind, claims.identifier, max_age=settings.LIMITS.facts_age
        ).value
    except UnknownPerson as error:
        raise CannotComplete from error
    ready = population(person.population).not_ready(person, clock.today(), settings.LIMITS) is None
    free = phone_is_free_for(person, claims.phone)
    live = live_account_of_person(person.person_key)
    if person.birth_date != key.birth_date or not ready or not free or live is not None:
        raise CannotComplete
    return person


def _evidence(found: Draft) -> UUID:
    if found.evidence is None:
        raise CannotComplete
    return found.evidence


def _case(evidence: Attestation, found: Draft, person: Person, terms_version: str) -> Case:
    claims = found.claims
    personal = Personal(claims.identifier_kind, claims.identifier, claims.phone, None, person.birth_date, (), "")
    statement = Statement(
        kid=evidence.kid,
        jti=evidence.jti,
        method=evidence.method,
        place=evidence.place,
        operator=evidence.operator,
        visit=None,
        challenge="",
        use_enrolment=True,
        customer="",
        terms_version=terms_version,
        language=found.language,
        personal=personal,
        signed=evidence.statement,
    )
    return Case(evidence.attestor, statement, None, person, None, None, None)
