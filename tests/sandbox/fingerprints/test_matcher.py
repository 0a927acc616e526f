"""The real matcher, as the register uses it: owners are known, strangers are not, and nothing hostile is more than a no."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.fingerprints import nbis as line
from bawaba_sandbox.register.fingerprints import references as keeping
from bawaba_sandbox.register.fingerprints.impressions import fresh, impression, png
from bawaba_sandbox.register.fingerprints.nbis import MatcherDown, Missing, Nbis
from bawaba_sandbox.register.fingerprints.pictures import Picture
from bawaba_sandbox.register.fingerprints.records import Unreadable, read
from bawaba_sandbox.register.fingerprints.references import References, pictured, record_of
from bawaba_sandbox.register.fingerprints.ridges import finger as grown
from bawaba_sandbox.register.matchers.choosing import matcher as chosen
from bawaba_sandbox.register.matchers.libfprint import THRESHOLD, Libfprint
from bawaba_sandbox.register.matchers.simulated import NAME
from bawaba_sandbox.register.populate import populate
from fingers import capture, in_base64, probe

pytestmark = pytest.mark.libfprint
AUTH = {"Authorization": "Bearer demo-register-key"}
ON_FILE = {"fingers": ["right_index", "left_index"]}
LAYLA = {"person_key": "layla", "biometric": ON_FILE}


def no(matcher: Libfprint) -> dict[str, Any]:
    return {"match": False, "score_band": "none", "matcher": matcher.name}


def test_an_owner_is_known_by_a_picture_however_the_finger_is_laid(libfprint: Libfprint, trials: Any) -> None:
    for _ in range(trials(100)):
        found = libfprint.verify(LAYLA, probe(png(capture(libfprint, "layla"))))
        assert found["match"]
        assert found["score_band"] in {"medium", "high"}
        assert found["matcher"] == libfprint.name


def test_an_owner_is_known_by_an_iso_record(libfprint: Libfprint, trials: Any) -> None:
    for _ in range(trials(50)):
        record = libfprint.laid("layla", "right_index", "fmr")
        assert len(read(record).views[0].minutiae) > 20
        assert libfprint.verify(LAYLA, probe(record, form="iso19794-2"))["match"]


def test_strangers_and_other_fingers_are_not_known(libfprint: Libfprint, trials: Any) -> None:
    """Few enough to run here; the rate, with its bound, is measured in docs/operate/fingerprints.md."""
    for number in range(trials(60)):
        laid = impression(grown(f"stranger {number}"), fresh())
        assert libfprint.verify(LAYLA, probe(png(laid))) == no(libfprint)
        record = record_of(pictured(laid), libfprint.nbis.minutiae(pictured(laid)), "right_index")
        assert libfprint.verify(LAYLA, probe(record, form="iso19794-2")) == no(libfprint)
    left = png(capture(libfprint, "layla", "left_index"))
    assert libfprint.verify(LAYLA, probe(left)) == no(libfprint)
    assert libfprint.verify(LAYLA, probe(left, "left_index"))["match"]


def test_the_score_decides_and_not_the_library(libfprint: Libfprint, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = probe(png(capture(libfprint, "layla")))
    scores = {THRESHOLD - 1: (False, "none"), THRESHOLD: (True, "medium"), 2 * THRESHOLD: (True, "high")}
    for score, expected in scores.items():
        monkeypatch.setattr(libfprint.nbis, "score", lambda *_, given=score: given)
        found = libfprint.verify(LAYLA, asked)
        assert (found["match"], found["score_band"]) == expected


NOBODY = {
    "nobody": None,
    "nothing on file": {"person_key": "layla", "biometric": {"fingers": []}},
    "not this finger": {"person_key": "layla", "biometric": {"fingers": ["left_index"]}},
}


@pytest.mark.parametrize("who", NOBODY)
def test_nobody_and_nothing_on_file_get_the_answer_of_a_mismatch_even_with_the_right_finger(
    libfprint: Libfprint, who: str
) -> None:
    assert libfprint.verify(NOBODY[who], probe(png(capture(libfprint, "layla")))) == no(libfprint)


def test_nobody_is_compared_as_somebody_is(libfprint: Libfprint, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    score = libfprint.nbis.score
    monkeypatch.setattr(libfprint.nbis, "score", lambda *told: compared.append(told) or score(*told))
    asked = probe(png(capture(libfprint, "layla")))
    for record in (LAYLA, None, NOBODY["nothing on file"]):
        libfprint.verify(record, asked)
    assert len(compared) == 3


def hostile() -> dict[str, dict[str, Any]]:
    white, noise = np.full((352, 288), 255, np.uint8), np.random.default_rng(1).integers(0, 256, (352, 288), np.uint8)
    stripes = np.tile(np.arange(288) // 4 % 2 * 255, (352, 1)).astype(np.uint8)
    far = bytes.fromhex("464d5200203230000000002400003fff3fff00c500c5010002005a01") + bytes.fromhex("7ffe3ffe40500000")
    return {
        "an empty glass": probe(png(white)),
        "noise": probe(png(noise)),
        "stripes": probe(png(stripes)),
        "the largest noise": probe(png(np.random.default_rng(2).integers(0, 256, (500, 520), np.uint8))),
        "no base64": probe(b"") | {"sample": "not/base64!"},
        "no sample": {"finger": "right_index", "format": "image/png"},
        "a sample that is none": probe(b"") | {"sample": {"a": 1}},
        "a JPEG's name": probe(png(white)) | {"format": "image/jpeg"},
        "a simulated one": probe(b'{"ridges": "00"}', form="simulated"),
        "no record": probe(b"FMR\0", form="iso19794-2"),
        "a minutia far away": probe(far, form="iso19794-2"),
        "a finger that is none": probe(png(white), "right_ear"),
        "a finger that cannot be written": probe(png(white), "\ud800"),
        "a number that cannot be written": probe(png(white)) | {"number": "\ud800" * 10_000},
        "a number that is none": probe(png(white)) | {"number": {"a": [1]}},
        "a finger without end": probe(png(white), "x" * 100_000),
    }


@pytest.mark.parametrize("what", hostile())
def test_a_hostile_probe_is_a_no(libfprint: Libfprint, what: str) -> None:
    assert libfprint.verify(LAYLA, hostile()[what]) == no(libfprint)
    assert libfprint.verify(None, hostile()[what]) == no(libfprint)
    assert libfprint.verify(LAYLA, probe(png(capture(libfprint, "layla"))))["match"]  # and it lives on


def test_fingers_that_are_expected_are_made_once_and_ahead(
    libfprint: Libfprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    references, made = References(libfprint.nbis), list[str]()
    grow = References._made

    def slowly(self: References, key: str, finger: str) -> Any:
        made.append(key)
        time.sleep(0.2)
        return grow(self, key, finger)

    monkeypatch.setattr(References, "_made", slowly)
    references.expect([("a", "right_index"), ("b", "right_index")] * 3)
    assert references.of("b", "right_index") is references.of("b", "right_index")
    assert references.of("a", "right_index").record != references.of("b", "right_index").record
    assert sorted(made) == ["a:right_index", "b:right_index"]


def test_a_register_forgets_the_fingers_that_were_asked_for_longest_ago(
    libfprint: Libfprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    references = References(libfprint.nbis)
    first = references.of("a", "right_index")
    for other in ("b", "c"):
        references.of(other, "right_index")
    assert len(references._kept) == 2
    assert references._making.keys() == references._kept.keys()
    again = references.of("a", "right_index")
    assert again is not first
    assert again.record == first.record


def test_a_matcher_that_was_killed_is_started_again_and_nobody_notices(libfprint: Libfprint) -> None:
    asked = Picture(288, 352, capture(libfprint, "layla").tobytes())
    before = libfprint.nbis.minutiae(asked)
    libfprint.nbis._running().kill()
    assert libfprint.nbis.minutiae(asked) == before


def test_a_picture_that_takes_too_long_is_unreadable_in_its_seconds(libfprint: Libfprint) -> None:
    hasty = Nbis(seconds=0.001)
    began = time.monotonic()
    with pytest.raises(Unreadable):
        hasty.minutiae(Picture(640, 400, np.random.default_rng(3).bytes(640 * 400)))
    assert time.monotonic() - began < 5
    hasty._seconds = 30.0
    assert hasty.minutiae(Picture(288, 352, capture(libfprint, "layla").tobytes()))
    hasty.close()


def test_a_matcher_that_can_no_longer_be_started_is_neither_yes_nor_no(
    libfprint: Libfprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    lonely = Nbis(30.0)
    lonely.close()
    monkeypatch.setattr(line, "SYSTEM_PYTHON", "/nonexistent/python3")
    with pytest.raises(MatcherDown):
        lonely.minutiae(Picture(288, 352, capture(libfprint, "layla").tobytes()))


def test_a_picture_larger_than_a_socket_holds_is_read(libfprint: Libfprint) -> None:
    wide = np.tile(capture(libfprint, "layla"), (1, 2))[:, :500]
    assert libfprint.nbis.minutiae(pictured(np.ascontiguousarray(wide)))


def test_without_libfprint_there_is_a_simulated_matcher_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "SYSTEM_PYTHON", "/nonexistent/python3")
    assert chosen("auto").name == NAME
    with pytest.raises(Missing):
        chosen("libfprint")


@pytest.fixture
def app(tmp_path: Path, libfprint: Libfprint) -> Any:
    populate(tmp_path / "register.sqlite3", 40, 7, today=date.today())
    return create_app(Config(folder=tmp_path, matcher="simulated"), matcher=libfprint)


def test_over_the_registers_api_a_finger_from_the_tray_is_its_owners(app: Any, libfprint: Libfprint) -> None:
    asking = app.test_client()
    cast = {one["slug"]: one for one in app.extensions["cast"]}
    for kind, form in (("png", "image/png"), ("fmr", "iso19794-2")):
        path = asking.get("/register/fingers").json["layla"]["fingers"]["right_index"].replace("png", kind)
        laid = asking.get(path)
        assert laid.status_code == 200
        for slug, match in (("layla", True), ("sami", False), ("yusuf", False)):
            body = {"kind": cast[slug]["kind"], "number": cast[slug]["number"], "finger": "right_index"}
            body |= {"device": "t", "format": form, "sample": in_base64(laid.data)}
            assert asking.post("/register/v1/biometrics/verify", json=body, headers=AUTH).json["match"] is match


@pytest.mark.parametrize("path", ["nobody/right_index.png", "layla/right_ear.png", "layla/right_index.bmp"])
def test_a_finger_that_is_not_there_is_a_404(app: Any, path: str) -> None:
    assert app.test_client().get(f"/register/fingers/{path}").status_code == 404


def test_a_matcher_without_an_answer_makes_the_register_unavailable(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any) -> Any:
        raise MatcherDown

    monkeypatch.setattr(app.extensions["matcher"].nbis, "score", down)
    body = {"kind": "iqama", "number": "2", "finger": "right_index"} | probe(png(impression(grown("x"), fresh())))
    assert app.test_client().post("/register/v1/biometrics/verify", json=body, headers=AUTH).status_code == 503


def test_the_register_says_which_matcher_it_has(app: Any, libfprint: Libfprint) -> None:
    asking = app.test_client()
    assert asking.get("/register/v1/health", headers=AUTH).json["matcher"] == libfprint.name
    assert libfprint.name in asking.get("/").text
