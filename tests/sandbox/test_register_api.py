"""The register's API at its edges: keys, switches, changes once, and a matcher that refuses."""

import base64
import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bawaba_kiosk.readers.simulated import Simulated
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.matchers.simulated import BITS, NO, THRESHOLD
from bawaba_sandbox.register.people import ridges
from bawaba_sandbox.register.populate import populate

AUTH = {"Authorization": "Bearer demo-register-key"}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    populate(tmp_path / "register.sqlite3", 40, 7, today=date.today())
    return create_app(Config(folder=tmp_path, matcher="simulated"))


@pytest.fixture
def cast(app: Any) -> dict[str, Any]:
    return {one["slug"]: one for one in app.extensions["cast"]}


def ask(app: Any, path: str, body: Any, **headers: str) -> Any:
    return app.test_client().post(f"/register/v1/{path}", json=body, headers={**AUTH, **headers})


def payment(app: Any, cast: dict[str, Any], slug: str = "omar") -> dict[str, Any]:
    owed = app.extensions["register"].list_of("violation", cast[slug]["person_key"])
    numbers = [one["number"] for one in owed if one["status"] == "unpaid"]
    return {"change": "violation.pay", "person_key": cast[slug]["person_key"], "data": {"numbers": numbers}}


@pytest.mark.parametrize("key", ["", "Bearer", "Bearer wrong", "demo-register-key", "bearer demo-register-key"])
def test_without_the_key_nothing_is_told(app: Any, key: str, cast: dict[str, Any]) -> None:
    said = app.test_client().post(
        "/register/v1/persons/lookup",
        json={"kind": "national_id", "number": cast["layla"]["number"]},
        headers={"Authorization": key},
    )
    assert said.status_code == 401
    assert "names" not in said.text


@pytest.mark.parametrize("keys", [None, "k", [1], [None], ["k"] * 101], ids=str)
def test_several_persons_are_asked_for_by_a_short_list_of_keys(app: Any, keys: Any) -> None:
    assert ask(app, "persons/records", {"person_keys": keys}).status_code == 400
    assert ask(app, "persons/records", {"person_keys": []}).get_json() == {"persons": []}


@pytest.mark.parametrize(
    "body", [{}, [], None, {"kind": "iqama"}, {"kind": "national_id", "number": "0"}, {"kind": 1, "number": []}]
)
def test_a_lookup_of_nobody_is_a_404_whatever_was_sent(app: Any, body: Any) -> None:
    answer = ask(app, "persons/lookup", body)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_twenty_parallel_changes_under_one_key_have_one_effect(app: Any, cast: dict[str, Any]) -> None:
    body, answers, start = payment(app, cast), [], threading.Barrier(20)

    def send() -> None:
        start.wait()
        answers.append(ask(app, "changes", body, **{"Idempotency-Key": "k-1"}))

    threads = [threading.Thread(target=send) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_another_key_for_the_same_violation_is_refused_in_both_languages(app: Any, cast: dict[str, Any]) -> None:
    body = payment(app, cast)
    assert ask(app, "changes", body, **{"Idempotency-Key": "k-1"}).status_code == 200
    again = ask(app, "changes", body, **{"Idempotency-Key": "k-2"})
    assert again.status_code == 422
    assert again.json["code"] == "already_paid"
    assert set(again.json["says"]) == {"ar", "en"}
    assert ask(app, "changes", body, **{"Idempotency-Key": "k-2"}).json == again.json  # a refusal is an answer, too


def test_the_same_key_for_something_else_is_refused_and_changes_nothing(app: Any, cast: dict[str, Any]) -> None:
    assert ask(app, "changes", payment(app, cast, "omar"), **{"Idempotency-Key": "k"}).status_code == 200
    other = ask(app, "changes", payment(app, cast, "layla"), **{"Idempotency-Key": "k"})
    assert other.status_code == 422
    assert payment(app, cast, "layla")["data"]["numbers"]


def test_all_or_none_of_the_violations_are_paid(app: Any, cast: dict[str, Any]) -> None:
    mine, others = payment(app, cast, "omar"), payment(app, cast, "layla")
    mixed = {**mine, "data": {"numbers": [*mine["data"]["numbers"], *others["data"]["numbers"]]}}
    assert ask(app, "changes", mixed, **{"Idempotency-Key": "k"}).status_code == 422
    assert payment(app, cast, "omar") == mine


@pytest.mark.parametrize("body", [{}, {"change": "person.delete"}, {"change": "violation.pay", "person_key": "x"}])
def test_a_change_that_nobody_knows_is_refused(app: Any, body: Any) -> None:
    answer = ask(app, "changes", body, **{"Idempotency-Key": "k"})
    assert answer.status_code == 422
    assert answer.json["says"]["ar"]


def test_a_change_without_a_key_is_not_made(app: Any, cast: dict[str, Any]) -> None:
    before = payment(app, cast)
    assert ask(app, "changes", before).status_code == 400
    assert payment(app, cast) == before


def test_down_and_up_again(app: Any, cast: dict[str, Any]) -> None:
    control = app.test_client()
    control.post("/register/control", json={"mode": "down"})
    assert ask(app, "persons/lookup", {"kind": "national_id", "number": cast["layla"]["number"]}).status_code == 503
    control.post("/register/control", json={"mode": "up"})
    assert ask(app, "persons/lookup", {"kind": "national_id", "number": cast["layla"]["number"]}).status_code == 200


def verify(app: Any, one: dict[str, Any], finger: str, sample: str, form: str = "simulated") -> Any:
    body = {"kind": one["kind"], "number": one["number"], "finger": finger, "format": form, "sample": sample}
    return ask(app, "biometrics/verify", body).json


def capture(one: dict[str, Any], finger: str = "right_index") -> str:
    return Simulated().capture(finger, ridges(one["person_key"], finger)).sample


def record_of(pattern: str) -> str:
    return base64.b64encode(json.dumps({"ridges": pattern}).encode()).decode()


def test_a_finger_matches_every_time_though_no_capture_is_like_another(app: Any, cast: dict[str, Any]) -> None:
    captures = {capture(cast["layla"]) for _ in range(50)}
    assert len(captures) == 50
    assert all(verify(app, cast["layla"], "right_index", one)["match"] for one in captures)


def test_another_person_another_finger_and_nobody_get_the_same_no(app: Any, cast: dict[str, Any]) -> None:
    layla = cast["layla"]
    answers = [
        verify(app, layla, "right_index", capture(cast["sami"])),
        verify(app, layla, "right_index", capture(layla, "left_index")),
        verify(app, layla, "left_index", capture(layla, "right_index")),
        verify(app, layla, "right_thumb", capture(layla, "right_thumb")),  # not on file
        verify(app, cast["yusuf"], "right_index", capture(cast["yusuf"])),  # nothing on file
        verify(app, {"kind": "national_id", "number": "1000000008"}, "right_index", capture(layla)),
    ]
    assert answers == [NO] * 6


GARBAGE = ["", "garbage", "AAAA", record_of(""), record_of("0" * 63), record_of("z" * 64), record_of("-" + "0" * 63)]
GARBAGE += [base64.b64encode(raw).decode() for raw in (b"[]", b'{"ridges": null}', b"\xff\xfe")]


@pytest.mark.parametrize("sample", GARBAGE)
def test_garbage_is_no_finger(app: Any, cast: dict[str, Any], sample: str) -> None:
    assert verify(app, cast["layla"], "right_index", sample) == NO


def test_an_iso_record_is_not_taken_for_a_simulated_one(app: Any, cast: dict[str, Any]) -> None:
    assert verify(app, cast["layla"], "right_index", capture(cast["layla"]), "iso-19794-2") == NO


def test_the_threshold_decides(app: Any, cast: dict[str, Any]) -> None:
    pattern = int(ridges(cast["layla"]["person_key"], "right_index"), 16)
    most = int(BITS * (1 - THRESHOLD))
    for flipped, match in ((0, True), (most, True), (most + 1, False), (BITS // 2, False)):
        sample = record_of(f"{pattern ^ ((1 << flipped) - 1):064x}")
        assert verify(app, cast["layla"], "right_index", sample)["match"] is match


def test_no_two_of_a_thousand_strangers_match(trials: Any) -> None:
    """Plumbing, not biometric assurance: agreement of unrelated patterns stays far from the threshold."""
    fingers = [int(ridges(f"person-{index}", "right_index"), 16) for index in range(trials(1000))]
    worst = max(1 - (a ^ b).bit_count() / BITS for i, a in enumerate(fingers) for b in fingers[:i])
    assert worst < THRESHOLD - 0.1
