"""Calls by which an attestor keeps its keys, and a kiosk reports."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status

from bawaba.core import clock
from bawaba.identity.attestation.binding import enrol_attestor
from bawaba.identity.attestation.calls import Answer, begin_call, finish_call, forget_call
from bawaba.identity.attestation.keeping_keys import rotate_key
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.quarantine import hear_kiosk
from bawaba.identity.attestation.queries import places_of
from bawaba.identity.attestation.rules import Report
from bawaba.journal.ports import Actor
from bawaba.web.channel_api import shapes
from bawaba.web.channel_api.api import SignedCall
from bawaba.web.origin import origin_of

router = Router()
MOST_SECONDS = 2**31 - 1


@router.post(
    "/keys/first", auth=None, response={201: shapes.KeyOut}, summary="Bring the first key under a one-use code"
)
def bring_key(request: HttpRequest, said: shapes.KeyIn) -> Status[Any]:
    """Not signed: the code says who it is. The same again within a minute gets the same answer."""
    attestor, kid = enrol_attestor(
        slug=said.attestor, code=said.code, proof=said.proof, address=origin_of(request).address
    )
    found = {"attestor": attestor.slug, "channel": attestor.channel, "kid": kid, "places": places_of(attestor)}
    return Status(201, found)


@router.post("/keys/rotation", response={201: shapes.RotationOut}, summary="Replace the key that signs this call")
def rotate(request: Any, said: shapes.RotationIn, idempotency_key: str = Header("")) -> HttpResponse:
    """Idempotent like an attestation; the old key stays good for the overlap."""
    attestor, key = request.auth, idempotency_key
    earlier = begin_call(attestor=attestor, key=key, digest=hashlib.sha256(request.body).digest())
    if earlier is not None:
        return _answered(earlier)
    try:
        with transaction.atomic():
            by = Actor("attestor", attestor.slug)
            kid, until = rotate_key(attestor=attestor, proof=said.proof, old_until=said.old_until, by=by)
            body = shapes.RotationOut(kid=kid, old_kid=attestor.called_with, old_until=until)
            answer = Answer(201, body.model_dump_json())
            finish_call(attestor=attestor, key=key, answer=answer)
    except Exception:
        forget_call(attestor=attestor, key=key)
        raise
    return _answered(answer)


@router.post(
    "/heartbeat",
    response=shapes.HeartbeatOut,
    auth=SignedCall(in_quarantine=True),
    summary="A kiosk reports, and hears whether it may activate",
)
def heartbeat(request: Any, said: shapes.HeartbeatIn) -> shapes.HeartbeatOut:
    """Anything wrong puts it into quarantine at once."""
    attestor = request.auth
    if attestor.channel != "kiosk":
        raise ChannelProblem("not-authorised", 403, "Heartbeats are for kiosks.")
    skew = int(abs((said.clock - clock.now()).total_seconds()))
    report = Report(said.software, min(skew, MOST_SECONDS), said.tampered, said.reader, said.case_switch)
    state, reasons, row = hear_kiosk(attestor=attestor, report=report, by=Actor("attestor", attestor.slug))
    return shapes.HeartbeatOut(
        state="open" if state == "open" else "quarantined",
        reasons=reasons,
        inspect_by=row.inspect_by,
        minimum_version=settings.BAWABA.kiosk_minimum_version,
    )


def _answered(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")
