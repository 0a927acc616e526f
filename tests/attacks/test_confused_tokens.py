"""A token's own words are not believed: each algorithm, key, type, audience and encryption that is not ours is refused."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, RSAKey

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestation
from bawaba_attestor.statement import call_token
from wires import NO_KEY, send, signed, stated

pytestmark = pytest.mark.django_db
ALGORITHMS = (
    "none",
    "None",
    "HS256",
    "HS512",
    "RS256",
    "PS256",
    "ES384",
    "ES512",
    "ES256K",
    "EdDSA",
    "Ed25519",
    "es256",
)
ODD = ("", None, 1, True, [], ["ES256"], {"alg": "ES256"})


def encoded(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def head(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))
    return found


def renamed(token: str, **more: Any) -> str:
    """The same body and signature under another header; the honest signature is over the first one."""
    _, body, signature = token.split(".")
    return f"{encoded(head(token) | more)}.{body}.{signature}"


def keyed(token: str, secret: bytes, **more: Any) -> str:
    """HMAC under what everybody may know: the oldest confusion of all."""
    body = token.split(".")[1]
    told = f"{encoded(head(token) | {'alg': 'HS256'} | more)}.{body}"
    return f"{told}.{encoded(hmac.digest(secret, told.encode(), hashlib.sha256))}"


def resigned(bank: Any, token: str, **header: Any) -> str:
    """Signed by the attestor itself, with members of the header that it should not have."""
    body = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return signed(body, bank._key, {"typ": head(token)["typ"]} | header)


def by_hand(bank: Any, token: str, **header: Any) -> str:
    """The same, with what the library will not sign."""
    told = f"{encoded(head(token) | header)}.{token.split('.')[1]}"
    private = ECKey.import_key(bank._key).private_key
    both = decode_dss_signature(private.sign(told.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{told}.{encoded(b''.join(one.to_bytes(32, 'big') for one in both))}"


def public(bank: Any) -> dict[str, Any]:
    return {name: value for name, value in bank._key.items() if name != "d"}


def thumbprint(bank: Any) -> bytes:
    return ECKey.import_key(public(bank)).as_pem(private=False)


CONFUSED: dict[str, Callable[[Any, str], str]] = {
    **{f"alg {name!r} and no signature": lambda b, t, a=name: renamed(t, alg=a).rpartition(".")[0] + "." for name in ALGORITHMS},
    **{f"alg {name!r} under the old signature": lambda b, t, a=name: renamed(t, alg=a) for name in (*ALGORITHMS, *ODD)},
    "HMAC under the public key": lambda b, t: keyed(t, thumbprint(b)),
    "HMAC under the public JWK": lambda b, t: keyed(t, json.dumps(public(b)).encode()),
    "HMAC under nothing": lambda b, t: keyed(t, b""),
    **{f"kid {kid!r}": lambda b, t, k=kid: resigned(b, t, kid=k) for kid in ("", "unknown", "../../dev/null", "' OR 1=1")},
    **{f"kid {kid!r} unsigned": lambda b, t, k=kid: renamed(t, kid=k) for kid in (None, 1, [], {})},
    **{f"typ {typ!r}": lambda b, t, y=typ: resigned(b, t, typ=y) for typ in ("JWT", "", "at+jwt", "logout+jwt")},
    "typ of the other kind of token": lambda b, t: resigned(b, t, typ=({"activation+jwt", "client-auth+jwt"} - {head(t)["typ"]}).pop()),
    "its own key inside": lambda b, t: resigned(b, t, jwk=public(b)),
    "where its key lies": lambda b, t: resigned(b, t, jku="http://testserver/keys"),
    "its own certificate": lambda b, t: resigned(b, t, x5c=["MIIB"]),
    "where its certificate lies": lambda b, t: resigned(b, t, x5u="http://testserver/cert"),
    "a member that must be understood": lambda b, t: by_hand(b, t, crit=["exp"], exp=1),
    "two tokens": lambda b, t: f"{t}.{t}",
    "no signature at all": lambda b, t: t.rpartition(".")[0],
    "another body": lambda b, t: f"{t.split('.')[0]}.{encoded({'iss': b._slug})}.{t.split('.')[2]}",
}  # fmt: skip


def effects() -> tuple[int, int]:
    return Attestation.objects.count(), Account.objects.count()


@pytest.mark.parametrize("how", CONFUSED)
def test_a_confused_statement_is_refused(world: Any, how: str) -> None:
    bank = world.attestor("palm-bank", "bank")
    honest = stated(world, bank, "omar")
    answer = send(bank, CONFUSED[how](bank, honest))
    assert answer.status_code in {400, 401}, answer.text
    assert effects() == (0, 0)
    assert send(bank, by_hand(bank, honest)).status_code == 201, "it was the confusion that was refused"


@pytest.mark.parametrize("how", CONFUSED)
def test_a_confused_call_is_refused(world: Any, how: str) -> None:
    bank, path = world.attestor("palm-bank", "bank"), "/channel/v1/activity"

    def told(token: str) -> int:
        return int(bank._client.get(path, headers={"Authorization": f"Attestor {token}"}).status_code)

    honest = call_token(bank._slug, bank._audience, bank._key, "GET", path, b"")
    assert told(CONFUSED[how](bank, honest)) in {400, 401}
    assert told(honest) == 200
    assert told(honest) == 401, "and once"


@pytest.mark.parametrize(
    "audience",
    ["https://testserver", "http://testserver/", "http://TESTSERVER", "*", "", None, ["http://testserver"], {}],
)
def test_a_statement_for_another_audience_is_refused(world: Any, audience: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    assert send(bank, stated(world, bank, "omar", aud=audience)).status_code == 400
    assert send(bank, stated(world, bank, "omar", aud=NO_KEY)).status_code == 400
    assert effects() == (0, 0)


def test_a_key_of_another_attestor_signs_nothing_of_mine(world: Any) -> None:
    """Under its own kid and under mine; and it does not when the kid is the same in both sets."""
    bank, other = world.attestor("palm-bank", "bank"), world.attestor("sea-bank", "bank")
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": "palm-bank", "aud": bank._audience, "jti": secrets.token_urlsafe(8), "iat": now, "exp": now + 60}
    for kid in (other._key["kid"], bank._key["kid"]):
        assert send(bank, signed(claims, other._key, {"kid": kid})).status_code == 401
    assert effects() == (0, 0)


def sealed_otherwise(portal: dict[str, Any], how: str) -> str:
    """The personal part under another key or another way of encrypting."""
    text = json.dumps({"identifier": {"kind": "iqama", "number": "2311297275"}}).encode()
    ways: dict[str, tuple[dict[str, str], Any]] = {
        "dir": ({"alg": "dir", "enc": "A256GCM"}, OctKey.generate_key(256)),
        "A256KW": ({"alg": "A256KW", "enc": "A256GCM"}, OctKey.generate_key(256)),
        "RSA-OAEP": ({"alg": "RSA-OAEP", "enc": "A256GCM"}, RSAKey.generate_key(2048)),
        "ECDH-ES": ({"alg": "ECDH-ES", "enc": "A256GCM"}, ECKey.import_key(portal)),
        "A128CBC": ({"alg": "ECDH-ES+A256KW", "enc": "A128CBC-HS256"}, ECKey.import_key(portal)),
        "a stranger's key": ({"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}, ECKey.generate_key("P-256")),
        "compressed": ({"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "zip": "DEF"}, ECKey.import_key(portal)),
    }
    header, key = ways[how]
    allowed = [header["alg"], header["enc"], *([header["zip"]] if "zip" in header else [])]
    return str(jwe.encrypt_compact(header | {"kid": portal["kid"]}, text, key, algorithms=allowed))


@pytest.mark.parametrize("how", ["dir", "A256KW", "RSA-OAEP", "ECDH-ES", "A128CBC", "a stranger's key", "compressed"])
def test_a_personal_part_that_is_sealed_otherwise_is_refused(world: Any, how: str) -> None:
    bank = world.attestor("palm-bank", "bank")
    portal = bank._get("/channel/v1/keys", signed=False)["keys"][0]
    answer = send(bank, stated(world, bank, "omar", personal=sealed_otherwise(portal, how)))
    assert answer.status_code == 400, answer.text
    assert "cannot be decrypted" in answer.text
    assert effects() == (0, 0)
