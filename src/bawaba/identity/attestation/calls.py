"""Idempotent calls: a key belongs to its bytes, and the first answer is the answer."""

from dataclasses import dataclass
from datetime import timedelta

from bawaba.core import clock
from bawaba.identity.attestation.models import Attestor, Call
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.journal.failpoints import reach
from bawaba.journal.prepared import insert_if_free

LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Answer:
    """Status and body, word for word."""

    status: int
    body: str


def begin_call(*, attestor: Attestor, key: str, digest: bytes) -> Answer | None:
    """Take the key, or give the stored answer; 400, 409 and 422 as the design has them."""
    if not key or len(key) > 100:
        raise ChannelProblem("idempotency-key-missing", 400, "Idempotency-Key of at most 100 characters.")
    now = clock.now()
    if not insert_if_free(Call(attestor=attestor, key=key, digest=digest, leased_until=now + LEASE, made_at=now)):
        return _stored(Call.objects.filter(attestor=attestor, key=key).first(), digest)
    return None


def finish_call(*, attestor: Attestor, key: str, answer: Answer) -> None:
    """Keep the answer, in the transaction of the effect."""
    Call.objects.filter(attestor=attestor, key=key, status=0).update(status=answer.status, body=answer.body)
    reach("r5.answer_kept")


def forget_call(*, attestor: Attestor, key: str) -> None:
    """Nothing was consumed: the same call may be repeated."""
    Call.objects.filter(attestor=attestor, key=key, status=0).delete()


def _stored(row: Call | None, digest: bytes) -> Answer | None:
    if row is None:  # it failed in this very moment, and consumed nothing
        raise ChannelProblem("idempotency-in-flight", 409, "The first call has just failed.", 1)
    if bytes(row.digest) != digest:
        raise ChannelProblem("idempotency-key-reused", 422, "The key was used with another payload.")
    if row.status:
        return Answer(row.status, row.body)
    now = clock.now()
    taken = Call.objects.filter(pk=row.pk, status=0, leased_until=row.leased_until, leased_until__lt=now)
    if taken.update(leased_until=now + LEASE):
        return None  # the first try died on the way: this one does the work
    raise ChannelProblem("idempotency-in-flight", 409, "The first call is still under way.", 2)
