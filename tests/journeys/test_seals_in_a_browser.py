"""What the browser itself says of a seal, with WebCrypto: every field, wrong and rotated keys, the list, the last day."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, Page, Route

import bawaba_design
from bawaba.core.keyring import Keyring
from bawaba.documents import published, seals
from bawaba.documents.published import KIND
from bawaba.documents.seals import mark_of, seal_text

SHOWN = {"t": ["رخصة", "Licence"], "n": ["ليلى", "Layla"], "no": "1", "until": "2099-01-01", "ref": "ABCDEFGHJKMN"}
SHOWN |= {"kind": "driving-licence", "at": "2026-11-01", "sum": 100, "cur": "SAR"}  # type: ignore[dict-item]
SCRIPT = Path(bawaba_design.STATIC) / "js" / "seals.js"
HERE = "http://localhost:9"
ASK = """async ([text, frozen]) => {
  if (frozen) { const Real = Date; window.Date = class extends Real { constructor(...a) { super(...(a.length ? a : [frozen])); } }; }
  return Seals.check(text, await Seals.published());
}"""


class Published:
    """An installation's keys and list, served to the page; both can be changed."""

    def __init__(self, ring: Keyring) -> None:
        self.ring, self.ended = ring, {"revoked": [], "superseded": []}  # type: ignore[var-annotated]
        self.signer: Any = None
        self.keys = self.ring.public_jwks("seal")

    def jws(self, kind: str = KIND) -> dict[str, Any]:
        jwk = self.ring.private_jwks("seal")[0]
        said = {"v": 1, "iat": 1_700_000_000, "next": 1_700_086_400, **self.ended}
        member = {"protected": {"alg": "ES256", "kid": jwk["kid"], "typ": kind}}
        key = ECKey.import_key({**(self.signer or jwk), "kid": jwk["kid"]})
        return dict(jws.serialize_json(member, json.dumps(said), key, algorithms=["ES256"]))

    def answer(self, route: Route) -> None:
        address = route.request.url.removeprefix(HERE)
        if address == "/":
            route.fulfill(body="<!doctype html><script src=/seals.js></script>", content_type="text/html")
        elif address == "/seals.js":
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        elif address.endswith("seal-keys.json"):
            route.fulfill(json={"v": 1, "keys": self.keys})
        else:
            route.fulfill(json=self.jws())


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Published:
    ring = Keyring.generate()
    for module in (seals, published):
        monkeypatch.setattr(module, "keyring", lambda: ring)
    return Published(ring)


@pytest.fixture
def page(browser: Browser, ours: Published) -> Any:
    context = browser.new_context()
    opened = context.new_page()
    opened.route("**/*", ours.answer)
    opened.goto(HERE + "/")
    yield opened
    context.close()


def word(page: Page, text: str, frozen: str = "") -> str:
    return str(page.evaluate(ASK, [text, frozen])["word"])


def raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_a_valid_seal_says_what_it_shows(page: Page) -> None:
    found = page.evaluate(ASK, [f"  {seal_text(SHOWN)}\n", ""])
    assert found == {"word": "valid", "shown": SHOWN}


def test_each_field_and_each_part_is_protected(page: Page) -> None:
    mark, kid, payload, signature = seal_text(SHOWN).split(".")
    for name in SHOWN:
        other = text_of(json.dumps({**SHOWN, name: "x"}, ensure_ascii=False).encode())
        assert word(page, f"{mark}.{kid}.{other}.{signature}") == "unknown", name
    last = signature[-1]
    same_bytes = [one for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" if one != last]
    texts = [f"{mark}.{kid}.{payload}.{signature[:-1]}{one}" for one in same_bytes]
    texts += [
        f"BWB2.{kid}.{payload}.{signature}",
        f"{mark}.{kid}.{payload}",
        f"{mark}.{kid}.{payload}.",
        "",
        "x",
        "....",
    ]
    texts += [
        f"{mark}.{kid}.{payload}.{signature}=",
        f"{mark}.{kid}.{payload}!.{signature}",
        f"{mark}.{kid}.{payload}.{'é' * 86}",
    ]
    found = page.evaluate(
        "async (texts) => { const p = await Seals.published(); return Promise.all(texts.map((t) => Seals.check(t, p))); }",
        texts,
    )
    assert {one["word"] for one in found} == {"unknown"}


def test_a_strangers_seal_is_unknown_even_under_our_key_id(page: Page, ours: Published, monkeypatch: Any) -> None:
    stranger = Keyring.generate()
    monkeypatch.setattr(seals, "keyring", lambda: stranger)
    mark, kid, payload, signature = seal_text(SHOWN).split(".")
    assert word(page, f"{mark}.{kid}.{payload}.{signature}") == "newkey", "perhaps newer than what is kept"
    assert word(page, f"{mark}.{ours.keys[0]['kid']}.{payload}.{signature}") == "unknown"


def test_after_rotation_the_old_holds_and_the_new_waits_for_its_key(page: Page, ours: Published) -> None:
    old = seal_text(SHOWN)
    ours.ring.rotate("seal")
    new = seal_text(SHOWN)
    assert word(page, new) == "newkey"
    assert word(page, old) == "unlisted", "the list is signed under the new key already"
    ours.keys = ours.ring.public_jwks("seal")
    assert [word(page, one) for one in (old, new)] == ["valid", "valid"]


def test_revoked_replaced_and_expired(page: Page, ours: Published) -> None:
    one, other = seal_text(SHOWN), seal_text({**SHOWN, "ref": "OTHER"})
    ours.ended = {"revoked": [mark_of(one)], "superseded": [mark_of(other)]}
    assert [word(page, one), word(page, other)] == ["revoked", "superseded"]
    last_day = seal_text({**SHOWN, "until": "2026-05-01"})
    assert word(page, last_day, "2026-05-01T20:59:00Z") == "valid", "23:59 in Riyadh"
    page.reload()
    assert word(page, last_day, "2026-05-01T21:01:00Z") == "expired", "the next day in Riyadh"


def test_the_other_spelling_of_a_signature_does_not_escape_the_list(page: Page, ours: Published) -> None:
    """(r, n - s) holds for the same content: the mark is of what was signed, not of the signature."""
    one = seal_text(SHOWN)
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signed, _, signature = one.rpartition(".")
    r, s = raw(signature)[:32], int.from_bytes(raw(signature)[32:], "big")
    twin = f"{signed}.{text_of(r + (n - s).to_bytes(32, 'big'))}"
    assert word(page, twin) == "valid"
    ours.ended = {"revoked": [mark_of(one)], "superseded": []}
    assert word(page, twin) == "revoked"


def test_a_list_that_somebody_else_signed_is_no_list(page: Page, ours: Published) -> None:
    ours.signer = Keyring.generate().private_jwks("seal")[0]
    assert word(page, seal_text(SHOWN)) == "unlisted", "never called valid without a list"


def test_the_browser_and_the_server_give_a_seal_the_same_mark(page: Page, ours: Published) -> None:
    texts = [seal_text({**SHOWN, "ref": str(number)}) for number in range(20)]
    for text in texts:
        ours.ended = {"revoked": [mark_of(text)], "superseded": []}
        assert word(page, text) == "revoked"
