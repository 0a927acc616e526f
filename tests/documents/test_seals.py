"""A seal says exactly what was signed: any changed character, another key or another spelling is a bad seal."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from bawaba.core.keyring import Keyring
from bawaba.documents import seals
from bawaba.documents.seals import MARK, BadSeal, published_keys, read_seal, seal_text

SHOWN = {"t": ["إيصال", "Receipt"], "sum": 15_000, "cur": "SAR", "ref": "ABCDEFGHJKMN"}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= !"


def bad(text: str) -> bool:
    try:
        read_seal(text)
    except BadSeal:
        return True
    return False


def test_a_seal_reads_back_what_it_shows() -> None:
    assert read_seal(seal_text(SHOWN)).shown == SHOWN
    assert read_seal(f"  {seal_text(SHOWN)}\n").shown == SHOWN


def test_any_other_character_at_any_place_is_found() -> None:
    text = seal_text(SHOWN)
    for place, character in enumerate(text):
        for other in ("A", "B", "-", ".", "!", "=", chr(ord(character) ^ 1)):
            if other != character:
                assert bad(text[:place] + other + text[place + 1 :]), (place, other)


def test_the_last_character_of_the_signature_has_one_spelling() -> None:
    text = seal_text(SHOWN)
    same_bytes = [other for other in ALPHABET if other != text[-1] and not bad(text[:-1] + other)]
    assert not same_bytes


def test_no_character_may_be_added_or_taken_away() -> None:
    text = seal_text(SHOWN)
    for place in range(len(text)):
        assert bad(text[:place] + text[place + 1 :]), place
    for place in range(1, len(text)):
        for added in ("!", "=", "A", "\n"):
            assert bad(text[:place] + added + text[place:]), (place, added)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert bad(text)
    assert bad(f"{MARK}.{text}")


def test_a_seal_of_another_installation_is_refused_even_under_our_key_id() -> None:
    foreign = Keyring.generate().private_jwks("seal")[0]
    ours = published_keys()[0]["kid"]
    payload = base64.urlsafe_b64encode(json.dumps(SHOWN).encode()).rstrip(b"=").decode()
    for kid in (ours, foreign["kid"], "", "../keys"):
        signed = f"{MARK}.{kid}.{payload}"
        der = ECKey.import_key(foreign).get_op_key("sign").sign(signed.encode(), ec.ECDSA(SHA256()))
        assert bad(f"{signed}.{base64.urlsafe_b64encode(der).rstrip(b'=').decode()}")


def test_after_rotation_old_seals_still_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Keyring.generate()
    monkeypatch.setattr(seals, "keyring", lambda: ring)
    text = seal_text(SHOWN)
    ring.rotate("seal")
    assert read_seal(text).shown == SHOWN
    assert read_seal(seal_text(SHOWN)).kid != read_seal(text).kid


def test_a_verifier_without_us_needs_the_published_keys_only() -> None:
    """As a verifier without a network does it: JSON, base64 and ECDSA, none of our code."""
    text = seal_text(SHOWN)
    mark, kid, payload, signature = text.split(".")
    (jwk,) = [one for one in published_keys() if one["kid"] == kid]
    assert "d" not in jwk, "only public halves are published"

    def number(part: str) -> int:
        return int.from_bytes(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), "big")

    raw = base64.urlsafe_b64decode(signature + "==")
    key = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1()).public_key()
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, f"{mark}.{kid}.{payload}".encode(), ec.ECDSA(SHA256()))
    shown: Any = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert shown == SHOWN
