"""A one-use code brings an attestor its first key: the key is made where it is used, and only its public half leaves."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core.secrets import new_opening_code, typed_opening_code
from bawaba.identity.attestation.keeping_keys import enrol_key
from bawaba.identity.attestation.keys import keys_good_of, proven_key
from bawaba.identity.attestation.lifecycle import life_of
from bawaba.identity.attestation.models import Attestor
from bawaba.identity.attestation.moving import CannotMove, NoAttestor, attestor_named, move_attestor
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.quarantine import begin_watch
from bawaba.identity.codes.commands import CodeUsed, issue_code, use_code
from bawaba.identity.codes.long_codes import repeats_long_code, try_long_code
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

CODE = "attestor-key"
NOBODY = UUID(int=0)
WRONG = (
    "Unknown attestor, or the code is wrong, used or too old. "
    "Whoever sends five wrong codes waits for a quarter of an hour, and longer the next time."
)


def issue_binding_code(*, attestor: Attestor, by: Actor) -> str:
    """80 bits, shown once; kept as an HMAC, a day, tries bounded by address (codes/long_codes.py). A newer one ends it. CannotMove."""
    if attestor.state not in life_of(attestor.channel).move("enrol").sources:
        raise CannotMove(f"{attestor.slug}: nothing enrols from {attestor.state}")
    code = new_opening_code()
    with transaction.atomic():
        issue_code(purpose=CODE, subject=attestor.uuid, text=code, life=settings.LIMITS.opening_code_life, by=by)
        record(Happening("attestor.issue_code", attestor.uuid, by))
    return code


def enrol_attestor(*, slug: str, code: str, proof: str, address: str) -> tuple[Attestor, str]:
    """(the attestor, its kid). One answer for an unknown name, a wrong, a used and an old code, and a closed attestor.

    The same key under the same code a moment later is whoever lost the answer, and gets it again.
    """
    jwk, text, attestor = proven_key(proof, slug), typed_opening_code(code), _found(slug)
    by = Actor("attestor", slug)
    subject = attestor.uuid if attestor else NOBODY
    verdict = try_long_code(purpose=CODE, subject=subject, text=text, address=address, by=by)
    if attestor is None or verdict.code is None:
        if _has_key(attestor.pk if attestor else 0, jwk) and repeats_long_code(
            purpose=CODE, subject=subject, text=text, address=address, by=by
        ):
            return attestor_named(slug), jwk["kid"]
        raise wrong_code()
    try:
        with transaction.atomic():
            use_code(code=verdict.code, by=by)
            move_attestor(attestor=attestor, move="enrol", by=by, told={"kid": jwk["kid"]})
            enrol_key(attestor, jwk)
            begin_watch(attestor)
    except (CodeUsed, CannotMove) as lost:
        raise wrong_code() from lost
    except IntegrityError as taken:
        raise ChannelProblem("kid-taken", 409, "This kid was used before; make a new key.") from taken
    return attestor, jwk["kid"]


def wrong_code() -> ChannelProblem:
    """Whatever the reason."""
    return ChannelProblem("code-wrong", 403, WRONG)


def _has_key(attestor: int, jwk: dict[str, Any]) -> bool:
    """Whoever lost the answer has proved this key; of a name that nobody has, the same is asked."""
    mine = keys_good_of(attestor).filter(kid=jwk["kid"]).values_list("jwk", flat=True).first()
    return bool(mine == jwk)


def _found(slug: str) -> Attestor | None:
    try:
        return attestor_named(slug)
    except NoAttestor:
        return None
