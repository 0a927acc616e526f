"""R5: facts are fetched first; then one transaction without a network call brings one account alive, or nothing happens."""

import uuid
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, UUIDField

from bawaba.core import clock
from bawaba.identity.accounts.commands import IllegalMove as AccountMoved
from bawaba.identity.accounts.opening import AlreadyLive
from bawaba.identity.accounts.phone_rule import phone_is_free_for
from bawaba.identity.accounts.queries import live_account_of_person
from bawaba.identity.attestation import outcomes
from bawaba.identity.attestation.case import Case, Outcome
from bawaba.identity.attestation.models import Attestation, Attestor, Visit
from bawaba.identity.attestation.moving import turn_of
from bawaba.identity.attestation.problems import ChannelProblem, bad_statement, register_down
from bawaba.identity.attestation.rules import DIFFERENT, OTHER_PHONE, names_differ
from bawaba.identity.attestation.standing import has_received
from bawaba.identity.attestation.statement import Personal, Stated, Statement
from bawaba.identity.attestation.visits import challenge_hash, identifier_of, phone_of
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.commands import take_in_order, take_turn
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.queries import match_for_presence
from bawaba.identity.populations import NotReady, populations
from bawaba.journal.commands import record
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import Given, PreparedUpdate, insert_if_free
from bawaba.registers.ports import Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier

CAP_RETRY = 3600  # seconds until it is worth asking again


def prepare(attestor: Attestor, statement: Statement) -> Case:
    """Check the visit, fetch facts (at most 60 s old), decide what can be decided; consumes nothing."""
    visit = _visit(attestor, statement) if statement.visit is not None else None
    said = statement.personal
    full = has_received(attestor, statement.kid, statement.operator, attestor.a_day)
    if attestor.channel == "bank":
        _check_phone_proof(said)  # before anybody is looked up: this answer tells nothing of whose number it is (R2)
    if full:
        raise cap_reached()
    try:
        person: Person | None = person_by_identifier(
            said.identifier_kind, said.identifier, max_age=settings.LIMITS.facts_age
        ).value
    except UnknownPerson:
        person = None
    except RegisterUnavailable as error:
        raise register_down() from error
    return Case(
        attestor=attestor,
        statement=statement,
        visit=visit,
        person=person,
        match=match_for_presence(said.identifier, said.phone),
        live_account=live_account_of_person(person.person_key) if person else None,
        refusal=_refusal(attestor, statement, person),
    )


def accept(*, case: Case, by: Actor) -> Outcome:
    """The transaction. Its caller wraps it together with the stored answer of the call, and falls with it."""
    with transaction.atomic(savepoint=False):
        take_turns(case.statement.personal)
        evidence = consume(case.attestor, case.statement, case.visit)
        reach("r5.consumed")
        try:
            outcome = _decide(case, evidence, by)
        except (AlreadyLive, IllegalMove, AccountMoved) as lost:
            raise ChannelProblem("overtaken", 409, "Another proof of this person was faster; begin anew.") from lost
        except outcomes.PhoneTaken as taken:
            raise ChannelProblem("phone-in-use", 409, "Another account uses this phone now.") from taken
        except TooOften as often:
            raise ChannelProblem("too-many-codes", 429, "Too many messages to this phone.", often.seconds) from often
        note_outcome(evidence, outcome)
        if case.attestor.channel == "bank" and case.person and names_differ(case.statement.personal.name, case.person):
            record(Happening("attestation.review", evidence, by, {"reason": "names_differ"}))
        reach("r5.outcome_noted")
        stay_within_cap(case.attestor, case.statement)
        return outcome


def take_turns(said: Personal) -> None:
    """Two proofs of one person, or on one phone, go one after the other; always in this order, so none waits in a ring."""
    take_in_order(f"person|{said.identifier}", f"phone|{said.phone}")


def cap_reached() -> ChannelProblem:
    """The attestor has stated as much as it may in a day."""
    return ChannelProblem("cap-reached", 429, "The attestor's cap of the day.", CAP_RETRY)


def note_outcome(evidence: UUID, outcome: Outcome) -> None:
    """What came of a statement, beside the statement."""
    reason = outcome.why.reason if outcome.why else ""
    told = {"outcome": outcome.word, "reason": reason, "enrolment": outcome.enrolment, "account": outcome.account}
    NOTED.count(evidence=evidence, **told)


NOTED = PreparedUpdate(
    lambda: Attestation.objects.filter(uuid=Given("evidence", UUIDField())),
    outcome=Given("outcome", CharField()),
    reason=Given("reason", CharField()),
    enrolment=Given("enrolment", UUIDField()),
    account=Given("account", UUIDField()),
)


def stay_within_cap(attestor: Attestor, statement: Stated) -> None:
    """Whoever states in the same moment is counted one after the other; last, so that nobody waits longer than a commit.

    Whoever closes the attestor takes the same turn: after that nothing of it is committed any more.
    """
    take_turn(key=turn_of(attestor))
    if has_received(attestor, statement.kid, statement.operator, attestor.a_day + 1):  # this one counts
        raise cap_reached()


def _decide(case: Case, evidence: UUID, by: Actor) -> Outcome:
    person = case.person
    if case.refusal is not None or person is None:
        return outcomes.decline(case, by)
    if case.live_account is not None:
        return outcomes.rebind(case, person, case.live_account, by)
    if case.match is not None and (case.statement.use_enrolment or case.attestor.channel == "bank"):
        return outcomes.activate_enrolment(case, person, case.match.enrolment, evidence, by)
    if case.attestor.channel == "bank":
        return outcomes.reserve_for(case, person, evidence, by)
    return outcomes.open_here(case, person, evidence, by)


def consume(attestor: Attestor, statement: Stated, visit: Visit | None) -> UUID:
    """The challenge by a conditional UPDATE, the jti by a unique INSERT, the statement word for word."""
    handle = uuid.uuid4()
    row = Attestation(
        uuid=handle,
        attestor=attestor,
        jti=statement.jti,
        kid=statement.kid,
        statement=statement.signed,
        method=statement.method,
        place=statement.place[:50],
        operator=statement.operator,
        consent=visit.consent if visit else "",
        received_at=clock.now(),
        outcome="not_activated",
    )
    if not insert_if_free(row):
        raise ChannelProblem("attestation-replayed", 409, "This attestation was received before.")
    reach("r5.evidence_stored")
    if visit is not None:
        won = Visit.objects.filter(pk=visit.pk, spent_at__isnull=True, expires_at__gt=clock.now())
        if not won.update(spent_at=clock.now()):
            raise ChannelProblem("challenge-spent", 409, "The challenge was used or has expired.")
    return handle


def _visit(attestor: Attestor, statement: Statement) -> Visit:
    row = unspent_visit(attestor, statement.visit, statement.challenge)
    if row.phone_proven_at is None or (statement.method == "fingerprint" and row.matched_at is None):
        raise ChannelProblem("presence-missing", 409, "Presence or possession has not been proved in this visit.")
    said = statement.personal
    if (identifier_of(row), phone_of(row)) != (said.identifier, said.phone):
        raise bad_statement("The statement is not about the person of this visit.")
    return row


def unspent_visit(attestor: Attestor, visit: UUID | None, challenge: str) -> Visit:
    """The attestor's own, by its challenge, which nothing has used up yet."""
    row = Visit.objects.select_related("attestor").filter(uuid=visit, attestor=attestor).first()
    if row is None or bytes(row.challenge) != challenge_hash(challenge):
        raise bad_statement("The visit or its challenge is not of this attestor.")
    if row.spent_at is not None or row.expires_at <= clock.now():
        raise ChannelProblem("challenge-spent", 409, "The challenge was used or has expired.")
    return row


def _refusal(attestor: Attestor, statement: Statement, person: Person | None) -> NotReady | None:
    """The first reason why this cannot activate, in our own words."""
    if person is None:
        return outcomes.NOT_ELIGIBLE
    group = populations().get(person.population)
    if group is None or attestor.channel not in group.channels:
        return outcomes.NOT_ELIGIBLE
    if attestor.populations and person.population not in attestor.populations:
        return outcomes.NOT_ELIGIBLE
    if statement.personal.identifier != person.identifier:
        return outcomes.NOT_ELIGIBLE  # a number that was replaced by another
    refusal = group.not_ready(person, clock.today(), settings.LIMITS)
    if refusal is None and attestor.channel == "bank":
        refusal = _bank_refusal(statement, person)
    return refusal


def _bank_refusal(statement: Statement, person: Person) -> NotReady | None:
    said = statement.personal
    if said.birth_date != person.birth_date or person.nationality not in said.nationalities:
        return DIFFERENT
    if not phone_is_free_for(person, said.phone):
        return OTHER_PHONE
    return None


def _check_phone_proof(said: Personal) -> None:
    age = clock.now() - said.phone_verified_at if said.phone_verified_at is not None else None
    if age is None or not -settings.LIMITS.attestation_ahead <= age <= settings.LIMITS.bank_phone_proof_age:
        raise bad_statement("The bank proved the phone too long ago, or will prove it.")
