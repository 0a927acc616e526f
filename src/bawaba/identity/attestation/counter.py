"""The portal's own counter: an officer checks a document, the person proves the phone in their hand, the officer's passkey signs."""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from joserfc import jwe
from joserfc.jwk import KeySet

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.factors import passkey_credentials
from bawaba.identity.accounts.phone_rule import would_lose_phone
from bawaba.identity.accounts.queries import live_account_of_person
from bawaba.identity.attestation.acceptance import accept, prepare
from bawaba.identity.attestation.case import Outcome
from bawaba.identity.attestation.first_answers import keep_first_answer
from bawaba.identity.attestation.models import Attestor, Visit
from bawaba.identity.attestation.problems import ChannelProblem, register_down
from bawaba.identity.attestation.queries import STATED
from bawaba.identity.attestation.statement import Personal, Statement, encryption_keys
from bawaba.identity.attestation.visits import Opened, identifier_of, open_visit, phone_of, visit_of
from bawaba.identity.codes.budgets import spend
from bawaba.identity.enrolment.queries import Match, match_for_presence
from bawaba.identity.passkeys.ceremonies import Ceremony, NotProven, ask_for_key, use_challenge, used_key
from bawaba.identity.staff.passkeys import note_passkey
from bawaba.identity.staff.queries import NoOfficer, OfficerView, officer_in_service, user_of
from bawaba.identity.staff.rules import is_own_case
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.tracker import note_look
from bawaba.registers.ports import Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier

METHOD = "document_check"
DOCUMENTS = {
    "national_id": T("بطاقة الهوية الوطنية", en="National ID card"),
    "iqama": T("هوية مقيم", en="Residence permit"),
    "passport": T("جواز السفر", en="Passport"),
}
PLACE = re.compile(r"(?:[\w ،,-]|\.(?= |$)){3,40}")  # no name of a site: it stands in text messages


class NotAttended(Exception):
    """Nobody with this document: unknown, another birth date, another or an expired document. One answer for all."""


class OwnCase(Exception):
    """The officer, or one of the officer's family."""


@dataclass(frozen=True)
class Paper:
    """What the officer reads on the document."""

    kind: str
    number: str
    birth_date: date
    document: str
    document_number: str


@dataclass(frozen=True)
class Stand:
    """Where an officer works: a counter's row, and a place of it or, on the move, the place as it was stated."""

    attestor: str
    place: str

    @property
    def row(self) -> Attestor:
        """The counter; NotAttended when it was closed meanwhile."""
        found = Attestor.objects.filter(slug=self.attestor, channel="counter", state="open").first()
        if found is None:
            raise NotAttended
        return found


@dataclass(frozen=True)
class Attended:
    """The person of a visit, as the officer sees them."""

    visit: UUID
    person: Person
    checked: bool
    phone: str
    proven: bool
    match: Match | None
    recycled: bool


def stated_place(text: str) -> str:
    """The place of a mobile unit, as its officer says it; ValueError when it is no name of a place."""
    plain = " ".join(text.split())
    if not PLACE.fullmatch(plain):
        raise ValueError("no place")
    return STATED + plain


def stand_at(*, stand: Stand, officer: OfficerView) -> None:
    """From here on, until the session ends or the officer moves. NotAttended when the counter has no such place; ValueError."""
    row = stand.row
    if stand.place.startswith(STATED):
        stated_place(stand.place.removeprefix(STATED))  # also of a form that was made by hand
    elif not row.places.filter(slug=stand.place).exists():
        raise NotAttended
    with transaction.atomic():
        record(Happening("attestor.stand", row.uuid, _by(officer, stand)))


def receive(*, stand: Stand, paper: Paper, language: str, officer: OfficerView, family: Collection[str]) -> Opened:
    """A visit for who this document names, when the register says the same. NotAttended, OwnCase, TooOften; counted first."""
    spend(budget="counter.look", key=str(officer.officer), windows=((settings.LIMITS.counter_looks_a_day, 86400),))
    try:
        person = person_by_identifier(paper.kind, paper.number, max_age=settings.LIMITS.facts_age).value
    except UnknownPerson as nobody:
        raise NotAttended from nobody
    except RegisterUnavailable as error:
        raise register_down() from error
    shown = [one for one in person.documents if one.type == paper.document and one.expires >= clock.today()]
    if person.birth_date != paper.birth_date or paper.document_number not in {one.number for one in shown}:
        raise NotAttended
    if is_own_case(officer.person_key, person.person_key, family):
        raise OwnCase
    row, holder = stand.row, live_account_of_person(person.person_key)
    with transaction.atomic():
        if holder is not None:
            note_look(at=holder, what="counter", by=_by(officer, stand), attestor=stand.attestor, role="officer")
        return open_visit(
            attestor=row,
            kind=paper.kind,
            number=paper.number,
            place=stand.place,
            language=language,
            consent=f"doc:{paper.document}",
            by=_by(officer, stand),
        )


def open_visit_of(stand: Stand, visit: UUID) -> Visit:
    """ChannelProblem when it is over."""
    return visit_of(stand.row, visit)


def check_document(*, visit: Visit, officer: OfficerView) -> None:
    """The officer has compared face, document and register: presence."""
    with transaction.atomic():
        if Visit.objects.filter(pk=visit.pk, spent_at__isnull=True, matched_at__isnull=True).update(
            matched_at=clock.now(), score_band="officer", device=str(officer.officer)
        ):
            record(Happening("visit.check_document", visit.uuid, Actor("officer", str(officer.officer), visit.place)))


def attended(visit: Visit) -> Attended:
    """What the officer may see of an open visit."""
    number, phone = identifier_of(visit), phone_of(visit) or ""
    try:
        person = person_by_identifier(visit.identifier_kind, number, max_age=settings.LIMITS.facts_age).value
    except (RegisterUnavailable, UnknownPerson) as error:
        raise register_down() from error
    proven = visit.phone_proven_at is not None
    return Attended(
        visit=visit.uuid,
        person=person,
        checked=visit.matched_at is not None,
        phone=phone,
        proven=proven,
        match=match_for_presence(number, phone) if proven else None,
        recycled=bool(proven and would_lose_phone(person, phone)),
    )


def ask_signature(
    *, visit: Visit, challenge: str, mine: bool, terms_version: str, officer: OfficerView
) -> tuple[dict[str, Any], Ceremony, str]:
    """Options for the browser, the ceremony, and the statement that the passkey will sign by its digest."""
    said = {
        "jti": uuid4().hex,
        "iat": int(clock.now().timestamp()),
        "iss": visit.attestor.slug,
        "aud": settings.BAWABA.public_url,
        "method": METHOD,
        "document": visit.consent.removeprefix("doc:"),
        "place": visit.place,
        "operator": str(officer.officer),
        "visit": str(visit.uuid),
        "challenge": challenge,
        "enrolment": "use" if mine else "discard",
        "terms_version": terms_version,
        "language": visit.language,
        "personal": _sealed_for_evidence(visit),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    options, ceremony = ask_for_key(challenge=hashlib.sha256(text.encode()).digest())
    return options, ceremony, text


def attest(*, visit: Visit, said: str, ceremony: Ceremony, answer: str, officer: OfficerView) -> Outcome:
    """R5 or R6 by the officer's passkey over the statement; the answer is kept for a second click. NotProven, ChannelProblem."""
    if visit.matched_at is None:
        raise ChannelProblem("presence-missing", 409, "The document was not checked in this visit.")
    user, _ = user_of(officer.officer)
    shown = used_key(ceremony, answer, passkey_credentials(user), officer.officer)
    statement = _statement(visit, json.loads(said), json.dumps({"statement": said, "assertion": shown.credential}))
    case = prepare(visit.attestor, statement)
    try:
        with transaction.atomic():
            use_challenge(ceremony.challenge)
            if note_passkey(officer=officer.officer, shown=shown) is None:
                raise NotProven
            if not officer_in_service(officer.officer).may("attend_people"):
                raise NotProven
            outcome = accept(case=case, by=Actor("officer", str(officer.officer), visit.place))
            keep_first_answer(attestor=visit.attestor, jti=statement.jti, answer=answer, outcome=outcome)
            return outcome
    except NoOfficer as refused:
        raise NotProven from refused


def _statement(visit: Visit, said: dict[str, Any], signed: str) -> Statement:
    personal = Personal(visit.identifier_kind, identifier_of(visit), phone_of(visit) or "", None, None, (), "")
    return Statement(
        jti=said["jti"],
        method=METHOD,
        place=said["place"],
        operator=said["operator"],
        visit=visit.uuid,
        challenge=said["challenge"],
        use_enrolment=said["enrolment"] == "use",
        customer="",
        terms_version=said["terms_version"],
        language=said["language"],
        personal=personal,
        signed=signed,
    )


def _sealed_for_evidence(visit: Visit) -> str:
    """As an attestor would: readable with the portal's channel key, and by nobody who reads the table."""
    key = KeySet.import_key_set(encryption_keys()).keys[0]
    kept = {"identifier": {"kind": visit.identifier_kind, "number": identifier_of(visit)}, "phone": phone_of(visit)}
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": key.kid}
    return str(jwe.encrypt_compact(header, json.dumps(kept).encode(), key))


def _by(officer: OfficerView, stand: Stand) -> Actor:
    return Actor("officer", str(officer.officer), stand.place)
