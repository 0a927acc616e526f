"""Public keys of attestors: which may be registered, which are good now, and how one proves that it has the other half."""

import json
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, Q, QuerySet
from joserfc import jws
from joserfc.errors import JoseError

from bawaba.core import clock
from bawaba.core.public_keys import BadKey, checked_key, is_kid
from bawaba.identity.attestation.models import Attestor, AttestorKey
from bawaba.identity.attestation.problems import bad_statement, unauthorised
from bawaba.identity.attestation.tokens import read_token
from bawaba.journal.prepared import Given, Prepared, built, columns_of

PROOF = "key-proof+jwt"
LONGEST = timedelta(seconds=60)
CURVES = ("P-256", "Ed25519")


def keys_good_now(attestor: Attestor) -> QuerySet[AttestorKey]:
    """Neither closed nor ended."""
    return keys_good_of(attestor.pk)


def keys_good_of(attestor: int) -> QuerySet[AttestorKey]:
    """The same by the number of the attestor's row: of 0, which is nobody's, there are none."""
    return _good(attestor, clock.now())


def proven_key(proof: Any, slug: str) -> dict[str, Any]:
    """The key that a proof brings and is signed by: whoever sends it has the private half. A problem otherwise."""
    try:
        jwk = checked_key(json.loads(jws.extract_compact(str(proof).encode()).payload)["jwk"], curves=CURVES)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise bad_statement(
            f"The proof brings no key: {error if isinstance(error, BadKey) else 'unreadable'}."
        ) from error
    claims = read_token(str(proof), slug=slug, jwk=jwk, kind=PROOF, longest=LONGEST)
    if claims["jwk"] != jwk:
        raise bad_statement("The proof is not about the key that signed it.")
    return jwk


def key_of(attestor: Attestor, kid: Any) -> AttestorKey:
    """A key of this attestor that is good now; unauthorised otherwise."""
    rows = NAMED.rows(attestor=attestor.pk, now=clock.now(), kid=kid) if is_kid(kid) else ()
    if not rows:
        raise unauthorised("The key is not registered.")
    return built(AttestorKey, rows[0])


def _good(attestor: Any, now: Any) -> QuerySet[AttestorKey]:
    return AttestorKey.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), attestor_id=attestor, closed_at__isnull=True
    )


def _named() -> QuerySet[Any]:
    good = _good(Given("attestor", BigIntegerField()), Given("now", DateTimeField()))
    return good.filter(kid=Given("kid", CharField())).values_list(*columns_of(AttestorKey))


NAMED = Prepared(_named)
