"""A person who has an account stands at a kiosk and pauses, resumes or closes it: a signed statement, and one transaction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.core.text import T
from bawaba.identity.accounts.closing import close_at_presence
from bawaba.identity.accounts.pausing import move_at_presence
from bawaba.identity.accounts.queries import live_account_of_person, states_of
from bawaba.identity.attestation.acceptance import consume, note_outcome, stay_within_cap, unspent_visit
from bawaba.identity.attestation.case import Outcome
from bawaba.identity.attestation.keys import key_of
from bawaba.identity.attestation.models import Attestor, Visit
from bawaba.identity.attestation.outcomes import SUSPENDED
from bawaba.identity.attestation.problems import ChannelProblem, bad_statement, register_down
from bawaba.identity.attestation.queries import STATED
from bawaba.identity.attestation.standing import require_standing
from bawaba.identity.attestation.statement import opened_personal, text_in, visit_in
from bawaba.identity.attestation.tokens import kid_of, read_token
from bawaba.identity.attestation.visits import identifier_of
from bawaba.identity.codes.commands import take_turn
from bawaba.identity.populations import NotReady
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier

KIND = "account+jwt"
DONE = {"pause": "paused", "resume": "resumed", "close": "closed"}
NOT_DONE = "not_done"
NO_ACCOUNT = NotReady(
    "no_account",
    T("ليس لك حساب مفعّل. سجّل هنا أو في البوابة.", en="You have no active account. Register here or on the portal."),
)
NOT_SO = NotReady(
    "not_possible",
    T("لا يمكن ذلك والحساب على حاله الآن.", en="That is not possible in the state that your account is in."),
)
AT_A_COUNTER = NotReady(
    "counter_needed",
    T(
        "الخدمات الحساسة مغلقة في حسابك. راجع مكتب خدمة ومعك وثيقتك.",
        en="Sensitive services are closed in your account. Please visit a service counter with your document.",
    ),
    counter_mends=True,
)
WHY_NOT = {"pause": NOT_SO, "resume": NOT_SO, "close": AT_A_COUNTER}


@dataclass(frozen=True)
class Wish:
    """A verified statement of a kiosk: who stands there, in which visit, and what they want with their account."""

    jti: str
    kid: str
    method: str
    place: str
    operator: str
    signed: str
    wish: str
    visit: UUID
    challenge: str
    identifier: str


@dataclass(frozen=True)
class Wished:
    """What is known before the transaction."""

    attestor: Attestor
    said: Wish
    visit: Visit
    account: UUID | None


def read_wish(signed: str, attestor: Attestor) -> Wish:
    """Verify, decrypt, and put into our words; a ChannelProblem says what a developer must mend."""
    if attestor.channel != "kiosk":
        raise ChannelProblem("not-authorised", 403, "Wishes are for kiosks.")
    key = key_of(attestor, kid_of(signed))
    claims = read_token(signed, slug=attestor.slug, jwk=key.jwk, kind=KIND, longest=settings.LIMITS.attestation_life)
    if text_in(claims, "method") != "fingerprint" or text_in(claims, "wish") not in DONE:
        raise bad_statement("The method is not one of this channel, or the wish is none.")
    return Wish(
        jti=text_in(claims, "jti"),
        kid=key.kid,
        method="fingerprint",
        place=text_in(claims, "place").lstrip(STATED),
        operator="",
        signed=signed,
        wish=claims["wish"],
        visit=visit_in(claims),
        challenge=text_in(claims, "challenge"),
        identifier=_identifier(claims.get("personal")),
    )


def prepare_wish(attestor: Attestor, said: Wish) -> Wished:
    """The visit in which the register's matcher recognised this very person, and their account; consumes nothing."""
    visit = unspent_visit(attestor, said.visit, said.challenge)
    if visit.matched_at is None:
        raise ChannelProblem("presence-missing", 409, "The finger comes first.")
    if identifier_of(visit) != said.identifier:
        raise bad_statement("The statement is not about the person of this visit.")
    require_standing(attestor, said.kid, said.operator)
    try:
        found = person_by_identifier(visit.identifier_kind, said.identifier, max_age=settings.LIMITS.facts_age).value
    except UnknownPerson:
        return Wished(attestor, said, visit, None)
    except RegisterUnavailable as error:
        raise register_down() from error
    return Wished(attestor, said, visit, live_account_of_person(found.person_key) if found.alive else None)


def fulfil(*, wished: Wished, by: Actor) -> Outcome:
    """Challenge and jti are used up and the account moves, or nothing happened. Its caller keeps the answer in the same transaction."""
    with transaction.atomic(savepoint=False):
        take_turn(key=f"person|{wished.said.identifier}")  # a rebind has this turn
        evidence = consume(wished.attestor, wished.said, wished.visit)
        outcome = _done(wished, by)
        note_outcome(evidence, outcome)
        stay_within_cap(wished.attestor, wished.said)
        return outcome


def _done(wished: Wished, by: Actor) -> Outcome:
    account, wish = wished.account, wished.said.wish
    if account is None:
        return Outcome(NOT_DONE, why=NO_ACCOUNT)
    about = {"channel": "kiosk", "attestor": wished.attestor.slug, "place": wished.said.place}
    if wish == "close":
        done = close_at_presence(account=account, about=about, by=by)
    else:
        done = move_at_presence(account=account, move=wish, about=about, by=by)
    if done:
        return Outcome(DONE[wish], account=account)
    state = states_of([account]).get(account)
    return Outcome(NOT_DONE, why=SUSPENDED if state == "suspended" else WHY_NOT[wish], account=account)


def _identifier(token: Any) -> str:
    said = opened_personal(token).get("identifier")
    try:
        return parse(said["kind"], said["number"]).value  # type: ignore[index]  # caught below
    except (InvalidIdentifier, KeyError, TypeError, AttributeError) as error:
        raise bad_statement("The identifier is not valid.") from error
