"""Calls of attestors: read, hand to a command, answer."""

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Status

from bawaba.core.identifiers import parse
from bawaba.core.phones import parse_mobile
from bawaba.core.secrets import typed_six_digits
from bawaba.identity.attestation import visits
from bawaba.identity.attestation.acceptance import accept, prepare
from bawaba.identity.attestation.calls import Answer, begin_call, finish_call, forget_call
from bawaba.identity.attestation.case import Case, Outcome
from bawaba.identity.attestation.live_codes import prove_live_code, send_live_code
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.queries import STATED, PlaceView, activity_of, outcome_of, places
from bawaba.identity.attestation.references import identifier_behind
from bawaba.identity.attestation.statement import encryption_keys, read_statement
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import Actor
from bawaba.web.channel_api import shapes
from bawaba.web.channel_api.api import SignedCall, api
from bawaba.web.channel_api.keeping import router
from bawaba.web.channel_api.wishing import router as wishing
from bawaba.web.content import terms_version

RESEND_AFTER = 30
api.add_router("", router)
api.add_router("", wishing)


def _by(request: Any, place: str = "") -> Actor:
    return Actor("attestor", request.auth.slug, place)


@api.get("/keys", auth=None, summary="The portal's public encryption keys")
def keys(request: HttpRequest) -> dict[str, Any]:
    """A JWK set, newest first."""
    return encryption_keys()


@api.post("/visits", response={201: shapes.VisitOut}, summary="Open a visit")
def open_visit(request: HttpRequest, said: shapes.VisitIn) -> Status[Any]:
    """The answer is the same whatever the identifier."""
    _not_for_banks(request)
    if said.reference:
        kind, number = identifier_behind(said.reference)
    elif said.kind is not None:
        found = parse(said.kind, said.number)
        kind, number = found.kind, found.value
    else:
        raise ChannelProblem("request-invalid", 422, "kind and number, or reference.")
    place = said.place.lstrip(STATED)  # a place that is stated is the portal's own counter's
    opened = visits.open_visit(
        attestor=request.auth,  # type: ignore[attr-defined]  # set by SignedCall
        kind=kind,
        number=number,
        place=place,
        language=said.consent.language,
        consent=said.consent.text_version,
        by=_by(request, place),
    )
    return Status(201, opened)


@api.post("/visits/{visit}/biometric", response=shapes.BiometricOut, summary="Pass a capture to the register's matcher")
def biometric(request: Any, visit: UUID, probe: shapes.ProbeIn) -> shapes.BiometricOut:
    """One answer for unknown, without biometrics, and mismatch."""
    found = visits.visit_of(request.auth, visit)
    result = visits.take_biometric(visit=found, probe=probe.model_dump(), by=_by(request, found.place))
    if result.person is None:
        return shapes.BiometricOut(match=False, wait_seconds=result.wait_seconds)
    names = {"ar": result.person.names.ar.full, "en": result.person.names.en.full}
    said = shapes.IdentifierOut(kind=found.identifier_kind, number=visits.identifier_of(found))
    return shapes.BiometricOut(match=True, identifier=said, names=names, birth_year=result.person.birth_date.year)


@api.post("/visits/{visit}/phone", response={202: shapes.PhoneOut}, summary="Send the live code")
def phone(request: Any, visit: UUID, said: shapes.PhoneIn) -> Status[Any]:
    """To the phone in the person's hand."""
    found = _visit_with_presence(request, visit)
    number = parse_mobile(said.phone, allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
    send_live_code(visit=found, phone=number, by=_by(request, found.place))
    return Status(202, shapes.PhoneOut(resend_after_seconds=RESEND_AFTER, phone=number))


@api.post("/visits/{visit}/code", response=shapes.CodeOut, summary="Type the live code")
def code(request: Any, visit: UUID, said: shapes.CodeIn) -> shapes.CodeOut:
    """The right code binds the phone to the visit."""
    found = _visit_with_presence(request, visit)
    proof = prove_live_code(visit=found, text=typed_six_digits(said.code), by=_by(request, found.place))
    waiting = None
    if proof.match is not None:
        waiting = shapes.WaitingEnrolment(made_at=proof.match.made_at, user_name=proof.match.user_name)
    return shapes.CodeOut(
        proven=proof.proven,
        tries_left=proof.tries_left,
        enrolment=waiting,
        recycled_phone=proof.recycled,
        terms_version=terms_version() if proof.proven else None,
    )


@api.post("/attestations", response={201: shapes.AttestationOut}, summary="The signed statement")
def attest(request: Any, said: shapes.AttestationIn, idempotency_key: str = Header("")) -> HttpResponse:
    """Idempotent: the same key and bytes get the first answer, and have one effect."""
    key, attestor = idempotency_key, request.auth
    earlier = begin_call(attestor=attestor, key=key, digest=hashlib.sha256(request.body).digest())
    if earlier is not None:
        return _answered(earlier)
    try:
        case = prepare(attestor, read_statement(said.attestation, attestor))
        with transaction.atomic():
            outcome = accept(case=case, by=_by(request, case.statement.place))
            answer = Answer(201, _body(case, outcome).model_dump_json(exclude_none=True))
            finish_call(attestor=attestor, key=key, answer=answer)
        reach("r5.committed")
    except Exception:
        forget_call(attestor=attestor, key=key)  # nothing was consumed
        raise
    return _answered(answer)


@api.get("/attestations/{jti}", summary="What came of an attestation")
def outcome(request: Any, jti: str) -> dict[str, Any]:
    """For clients that lost the answer."""
    found = outcome_of(request.auth, jti)
    if found is None:
        raise ChannelProblem("attestation-unknown", 404, "No attestation of that jti.")
    return found


@api.get(
    "/places",
    response=list[shapes.PlaceOut],
    auth=SignedCall(in_quarantine=True),
    summary="Where accounts are activated",
)
def places_of_activation(request: HttpRequest) -> list[PlaceView]:
    """All channels: a kiosk tells who cannot use it where the nearest counter is."""
    return places()


@api.get("/activity", summary="The attestor's own figures")
def activity(request: Any) -> dict[str, Any]:
    """Of today."""
    return activity_of(request.auth)


def _body(case: Case, outcome: Outcome) -> shapes.AttestationOut:
    body = shapes.AttestationOut(outcome=outcome.word, jti=case.statement.jti)
    if case.attestor.channel == "bank":
        return body  # one word for every reason
    if outcome.why is not None:
        body.reason = outcome.why.reason
        body.says = {"ar": outcome.why.says.ar, "en": outcome.why.says.en}
        return body
    body.user_name, body.first_login, body.rebound = outcome.user_name, outcome.first_login, outcome.rebound
    return body


def _answered(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _visit_with_presence(request: Any, visit: UUID) -> Any:
    if request.auth.channel == "counter":
        return visits.visit_of(request.auth, visit)  # the officer's check of a document stands in the statement
    return visits.matched_visit_of(request.auth, visit)


def _not_for_banks(request: Any) -> None:
    if request.auth.channel == "bank":
        raise ChannelProblem("not-authorised", 403, "Visits are for kiosks and counters.")
