"""The call by which a person at a kiosk pauses, resumes or closes the account that they have."""

import hashlib
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Header, Router

from bawaba.cases.closing import AT_KIOSK, certify
from bawaba.documents.queries import document_of
from bawaba.identity.attestation.calls import Answer, begin_call, finish_call, forget_call
from bawaba.identity.attestation.case import Outcome
from bawaba.identity.attestation.wishes import fulfil, prepare_wish, read_wish
from bawaba.journal.ports import Actor
from bawaba.web.channel_api import shapes

router = Router()


@router.post("/wishes", response={201: shapes.WishOut}, summary="What a present person wants with their account")
def wish(request: Any, said: shapes.AttestationIn, idempotency_key: str = Header("")) -> HttpResponse:
    """A signed statement as an activation is, and idempotent like it. Pause, resume, close."""
    attestor, key = request.auth, idempotency_key
    answer = begin_call(attestor=attestor, key=key, digest=hashlib.sha256(request.body).digest())
    if answer is None:
        try:
            wished = prepare_wish(attestor, read_wish(said.attestation, attestor))
            by = Actor("attestor", attestor.slug, wished.said.place)
            with transaction.atomic():
                body = _body(wished.said.jti, fulfil(wished=wished, by=by), by)
                answer = Answer(201, body.model_dump_json(exclude_none=True))
                finish_call(attestor=attestor, key=key, answer=answer)
        except Exception:
            forget_call(attestor=attestor, key=key)  # nothing was consumed
            raise
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _body(jti: str, outcome: Outcome, by: Actor) -> shapes.WishOut:
    body = shapes.WishOut(outcome=outcome.word, jti=jti)
    if outcome.why is not None:
        body.reason = outcome.why.reason
        body.says = {"ar": outcome.why.says.ar, "en": outcome.why.says.en}
    elif outcome.word == "closed" and outcome.account is not None:
        found = document_of(outcome.account, certify(account=outcome.account, closed_by=AT_KIOSK, by=by))
        body.reference, body.seal = found.reference, found.seal
    return body
