"""Who calls: a signed, single-use token bound to method, path and body."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

from bawaba.identity.attestation.certificates import Certificate, is_one_of
from bawaba.identity.attestation.keys import key_of
from bawaba.identity.attestation.models import Attestor, SpentToken
from bawaba.identity.attestation.problems import ChannelProblem, unauthorised
from bawaba.identity.attestation.tokens import attestor_of, kid_of, read_token
from bawaba.journal.prepared import insert_if_free

KIND = "client-auth+jwt"
LONGEST = timedelta(seconds=60)


def caller(
    *,
    authorization: str,
    method: str,
    path: str,
    body: bytes,
    certificate: Certificate | None = None,
    in_quarantine: bool = False,
) -> Attestor:
    """The attestor behind a call; its token is spent. ``in_quarantine``: also a kiosk that activates nobody just now."""
    scheme, _, token = authorization.partition(" ")
    if scheme != "Attestor" or not token:
        raise unauthorised("Authorization: Attestor <token> is missing.")
    attestor = attestor_of(token)
    key = key_of(attestor, kid_of(token))
    claims = read_token(token, slug=attestor.slug, jwk=key.jwk, kind=KIND, longest=LONGEST)
    digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
    if (claims.get("htm"), claims.get("htu"), claims.get("body")) != (method, path, digest):
        raise unauthorised("The token is for another call.")
    if not is_one_of(certificate, attestor.certificates):
        raise ChannelProblem("certificate-not-trusted", 403, "The TLS certificate is not one of this attestor.")
    spend_token(issuer=f"call:{attestor.slug}", jti=str(claims["jti"]), expires=float(claims["exp"]))
    if attestor.state != "open" and not in_quarantine:
        raise quarantined()
    attestor.called_with = key.kid
    return attestor


def quarantined() -> ChannelProblem:
    """What a kiosk in quarantine hears of every call but its heartbeat and the list of places."""
    return ChannelProblem("kiosk-quarantined", 403, "The kiosk is in quarantine; its heartbeat says why.")


def spend_token(*, issuer: str, jti: str, expires: float) -> None:
    """One INSERT decides which of two replays was first."""
    row = SpentToken(issuer=issuer[:64], jti=jti[:64], expires_at=datetime.fromtimestamp(expires, tz=UTC))
    if not insert_if_free(row):
        raise unauthorised("The token was used before.")
