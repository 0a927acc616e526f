"""A stolen device key walks all numbers: every answer is the same, and tries at one kiosk stop nobody at another."""

from typing import Any

import pytest

from wires import post

pytestmark = pytest.mark.django_db
UNKNOWN = ("iqama", "2311297275")


def opened(kiosk: Any, kind: str, number: str) -> Any:
    body = {"kind": kind, "number": number, "place": "market", "consent": {"text_version": "v", "language": "ar"}}
    return post(kiosk, "/visits", body)


def probed(kiosk: Any, kind: str, number: str, sample: str) -> Any:
    visit = opened(kiosk, kind, number).json()["visit"]
    body = {"finger": "right_index", "device": "sim-1", "format": "simulated", "sample": sample}
    return post(kiosk, f"/visits/{visit}/biometric", body)


@pytest.mark.promise("A10")
def test_unknown_without_biometrics_and_mismatch_have_one_answer_to_the_byte(world: Any) -> None:
    kiosk, wrong = world.attestor("kiosk-1"), world.finger("sami")
    numbers = [UNKNOWN] + [(world.cast[slug]["kind"], world.cast[slug]["number"]) for slug in ("yusuf", "omar", "anna")]
    visits = [opened(kiosk, *number) for number in numbers]
    assert {(one.status_code, len(one.content), tuple(sorted(one.json()))) for one in visits} == {
        (201, len(visits[0].content), ("challenge", "expires_at", "visit"))
    }
    answers = [probed(kiosk, *number, wrong) for number in numbers]
    assert {(one.status_code, one.content, str(one.headers)) for one in answers} == {
        (200, answers[0].content, str(answers[0].headers))
    }


@pytest.mark.promise("A19")
def test_five_tries_then_thirty_seconds_each_and_another_kiosk_is_open(world: Any) -> None:
    kiosk, wrong = world.attestor("kiosk-1"), world.finger("sami")
    one = (world.cast["omar"]["kind"], world.cast["omar"]["number"])
    waits = [probed(kiosk, *one, wrong).json()["wait_seconds"] for _ in range(7)]
    assert waits[:6] == [0] * 6, "five, and the first slow one"
    assert 0 < waits[6] <= 31
    assert not probed(kiosk, *one, world.finger("omar")).json()["match"], "the right finger waits too"
    assert probed(world.attestor("kiosk-2"), *one, world.finger("omar")).json()["match"]
    world.wait(31)
    assert probed(kiosk, *one, world.finger("omar")).json()["match"]


@pytest.mark.promise("A19")
def test_fifty_a_day_and_a_counter_is_never_closed(world: Any) -> None:
    kiosk, wrong = world.attestor("kiosk-1"), world.finger("sami")
    one = (world.cast["omar"]["kind"], world.cast["omar"]["number"])
    compared = 0
    for _ in range(60):
        world.wait(31)
        compared += probed(kiosk, *one, wrong).json()["wait_seconds"] == 0
    assert compared == 50
    assert probed(world.attestor("counter-1", "counter"), *one, world.finger("omar")).json()["match"]
