"""The contract of the matcher port: OSIA's verify against the sandbox's matcher on a real socket, and one that misbehaves."""

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from django.conf import settings
from werkzeug.serving import make_server

from bawaba.connectors.matcher.osia import OsiaMatcher
from bawaba.registers import queries
from bawaba.registers.ports import FingerMatcher, RegisterUnavailable, Verdict
from bawaba.web.ops import checks
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.matchers.libfprint import Libfprint
from bawaba_sandbox.register.populate import populate
from connectors.sockets import MISBEHAVIOURS, misbehaving, says
from fingers import in_base64

SECONDS, SLACK = 4.0, 0.7
PROBE = {"kind": "iqama", "number": "2311297275", "finger": "right_index", "device": "d-1", "format": "image/png"} | {
    "sample": in_base64(b"picture")
}
KEY = "demo-matcher-key"


class Abis:
    """The sandbox's, on a real socket."""

    def __init__(self, folder: Path, matcher: Libfprint) -> None:
        populate(folder / "register.sqlite3", 40, 7, today=date.today())
        self.app = create_app(Config(folder=folder, matcher="simulated"), matcher=matcher)
        self.matcher = matcher
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}/abis"
        self.cast = {one["slug"]: one for one in self.app.extensions["cast"]}

    def sample(self, slug: str, kind: str, finger: str = "right_index") -> str:
        return in_base64(self.matcher.laid(self.cast[slug]["person_key"], finger, kind))


@pytest.fixture
def abis(tmp_path: Path, libfprint: Libfprint) -> Iterator[Abis]:
    one = Abis(tmp_path, libfprint)
    Thread(target=one.server.serve_forever, daemon=True).start()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.mark.libfprint
@pytest.mark.parametrize(("kind", "form"), [("png", "image/png"), ("fmr", "iso19794-2")])
def test_an_owner_is_known_and_nobody_else(abis: Abis, kind: str, form: str) -> None:
    matcher: FingerMatcher = OsiaMatcher(abis.address, KEY)
    layla, sami = abis.cast["layla"]["person_key"], abis.cast["sami"]["person_key"]
    own = PROBE | {"format": form, "sample": abis.sample("layla", kind)}
    assert matcher.verify(layla, own) == Verdict(True, "decided", "OSIA 127.0.0.1")
    no = Verdict(False, "none", "OSIA 127.0.0.1")
    assert matcher.verify(sami, own) == no
    assert matcher.verify("nobody", own) == no
    assert matcher.verify(layla, own | {"finger": "left_index"}) == no
    assert matcher.verify(layla, own | {"sample": "garbage"}) == no
    assert matcher.verify(abis.cast["yusuf"]["person_key"], own) == no  # nothing on file


@pytest.mark.libfprint
def test_a_wrong_key_is_no_answer_and_another_gallery_knows_nobody(abis: Abis) -> None:
    layla = abis.cast["layla"]["person_key"]
    own = PROBE | {"sample": abis.sample("layla", "png")}
    with pytest.raises(RegisterUnavailable):
        OsiaMatcher(abis.address, "wrong").verify(layla, own)
    assert OsiaMatcher(abis.address, KEY, gallery="residents").verify(layla, own).match
    assert not OsiaMatcher(abis.address, KEY, gallery="others").verify(layla, own).match


def heard(answer: httpx.Response) -> tuple[OsiaMatcher, list[httpx.Request]]:
    """A matcher that says one thing, and what it was asked."""
    asked: list[httpx.Request] = []
    transport = httpx.MockTransport(lambda request: asked.append(request) or answer)
    return OsiaMatcher("https://abis.example/osia", "key", transport=transport), asked


def test_it_asks_in_the_words_of_the_standard() -> None:
    matcher, asked = heard(httpx.Response(200, json={"decision": True}))
    matcher.verify("key/../of ليلى", PROBE)
    matcher.verify("key", PROBE | {"format": "iso19794-2", "finger": "left_thumb"})
    assert asked[0].url.raw_path.startswith(b"/osia/v1/verify/ALL/key%2F..%2Fof%20%D9%84")
    assert len({one.url.params["transactionId"] for one in asked}) == 2
    assert all(one.headers["Authorization"] == "Bearer key" for one in asked)
    about = {"biometricType": "FINGER", "captureDevice": "d-1"}
    first, second = (json.loads(one.content) for one in asked)
    picture = {"biometricSubType": "RIGHT_INDEX", "image": PROBE["sample"], "mimeType": "image/png"}
    assert first == {"biometricData": [about | picture]}
    record = {"biometricSubType": "LEFT_THUMB", "template": PROBE["sample"], "templateFormat": "ISO_19794_2"}
    assert second == {"biometricData": [about | record]}
    assert not any(PROBE["number"] in f"{one.url}{one.content!r}" for one in asked)


@pytest.mark.parametrize("wrong", [{"finger": "right_ear"}, {"finger": ""}, {"format": "simulated"}, {"format": ""}])
def test_what_the_standard_has_no_word_for_is_no_match_and_not_sent(wrong: dict[str, str]) -> None:
    matcher, asked = heard(httpx.Response(200, json={"decision": True}))
    assert not matcher.verify("key", PROBE | wrong).match
    assert asked == []


@pytest.mark.parametrize("status", [400, 404])
def test_nobody_and_an_unreadable_picture_are_a_no(status: int) -> None:
    matcher, _ = heard(httpx.Response(status, json={"code": status, "message": "…"}))
    for _ in range(8):  # and no breaker opens: a kiosk that sends rubbish closes it for nobody else
        assert matcher.verify("key", PROBE) == Verdict(False, "none", "OSIA abis.example")


@pytest.mark.parametrize("status", [202, 401, 403, 429, 500, 503])
def test_anything_else_is_no_answer(status: int) -> None:
    matcher, _ = heard(httpx.Response(status, json={"decision": True}))
    with pytest.raises(RegisterUnavailable):
        matcher.verify("key", PROBE)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"yes"', b'{"decision": "true"}', b'{"decision": 1}', b"null"])
def test_a_decision_that_is_neither_yes_nor_no_is_no_answer(body: bytes) -> None:
    with misbehaving(says(body)) as address, pytest.raises(RegisterUnavailable):
        OsiaMatcher(address, "key").verify("key", PROBE)


@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_however_it_misbehaves_the_call_ends_in_time_and_in_our_words(how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address:
        matcher, began = OsiaMatcher(address, "key"), time.monotonic()
        with pytest.raises(RegisterUnavailable):
            matcher.verify("key", PROBE)
        assert time.monotonic() - began < SECONDS + SLACK


def test_after_five_silences_it_rests() -> None:
    with misbehaving(MISBEHAVIOURS["500"]) as address:
        matcher = OsiaMatcher(address, "key")
        for _ in range(5):
            with pytest.raises(RegisterUnavailable):
                matcher.verify("key", PROBE)
    with pytest.raises(RegisterUnavailable, match="resting"):
        matcher.verify("key", PROBE)


class Noting:
    """A matcher that knows everybody, and whom it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def verify(self, person_key: str, probe: Any) -> Verdict:
        self.asked.append(person_key)
        return Verdict(match=True, score_band="decided", matcher="noting")


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The setting that plugs one in."""
    chosen = {"BACKEND": settings.BAWABA.matcher_backend, "OPTIONS": {"url": "https://abis.example", "key": "k"}}
    monkeypatch.setattr(settings, "CONNECTORS", settings.CONNECTORS | {"matcher": chosen})
    queries.matcher.cache_clear()
    yield chosen
    queries.matcher.cache_clear()


def test_the_portal_asks_the_matcher_beside_the_register_about_nobody_as_well(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = Noting()
    monkeypatch.setattr(queries, "matcher", lambda: noting)
    omar = world.cast["omar"]
    assert queries.verify_fingerprint(PROBE | {"kind": omar["kind"], "number": omar["number"]}).matcher == "noting"
    queries.verify_fingerprint(PROBE | {"number": "2000000000"})
    known, nobody = noting.asked
    assert known == omar["person_key"]
    assert nobody not in {one["person_key"] for one in world.cast.values()}
    assert len(nobody) == 32


def test_without_the_setting_the_register_compares(world: Any) -> None:
    assert "matcher" not in settings.CONNECTORS
    assert queries.matcher() is None
    found = queries.verify_fingerprint(PROBE | {"format": "simulated"})
    assert found == Verdict(False, "none", "simulated-ridges 1")


def test_check_makes_it_and_names_what_it_lacks(beside: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.connectors_fit() == []
    assert "matcher" not in " ".join(one.msg for one in checks.connectors_lead_outside())
    beside["OPTIONS"] = {"url": "http://localhost:8020/abis", "key": "k"}
    assert any("matcher" in one.msg for one in checks.connectors_lead_outside())
    beside["BACKEND"] = "bawaba.connectors.register.http.Breaker"
    assert [one.id for one in checks.connectors_fit()] == ["bawaba.E010"]
