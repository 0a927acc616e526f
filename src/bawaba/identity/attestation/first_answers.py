"""What a signature at the counter came to, for a second click: the same answer of the passkey gets the first outcome again."""

import hashlib
import json

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.attestation.case import Outcome
from bawaba.identity.attestation.models import Attestor, Call
from bawaba.identity.populations import NotReady

DONE = 201


def keep_first_answer(*, attestor: Attestor, jti: str, answer: str, outcome: Outcome) -> None:
    """In the transaction of what was signed."""
    now = clock.now()
    Call.objects.create(
        attestor=attestor,
        key=_key(jti),
        digest=_digest(answer),
        status=DONE,
        body=_body(outcome),
        leased_until=now,
        made_at=now,
    )


def first_answer(*, attestor: str, jti: str, answer: str) -> Outcome | None:
    """What these very bytes came to, or None: they have come to nothing."""
    row = Call.objects.filter(attestor__slug=attestor, key=_key(jti), digest=_digest(answer)).first()
    return _read(json.loads(row.body)) if row else None


def _body(outcome: Outcome) -> str:
    why = outcome.why
    said = {"reason": why.reason, "ar": why.says.ar, "en": why.says.en} if why else None
    kept = {"word": outcome.word, "user_name": outcome.user_name, "why": said}
    return json.dumps(kept | {"first_login": outcome.first_login, "rebound": outcome.rebound})


def _read(kept: dict[str, object]) -> Outcome:
    said = kept.pop("why")
    why = NotReady(said["reason"], T(said["ar"], en=said["en"])) if isinstance(said, dict) else None
    return Outcome(**kept, why=why)  # type: ignore[arg-type]  # the members that _body wrote


def _key(jti: str) -> str:
    return f"sign|{jti}"


def _digest(answer: str) -> bytes:
    return hashlib.sha256(answer.encode()).digest()
