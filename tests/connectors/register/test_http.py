"""The contract of the register port, and A42: however a register misbehaves, a call ends within two seconds in our words."""

import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest

from bawaba.connectors.register.http import HttpRegister
from bawaba.registers.ports import RegisterRefused, RegisterUnavailable, UnknownPerson
from connectors.sockets import MISBEHAVIOURS, hangs, misbehaving, says
from payers import new_violations

SECONDS = 2.0
SLACK = 0.7  # two cores shared with other tests
Call = Callable[[HttpRegister], Any]
CALLS: dict[str, Call] = {
    "lookup": lambda register: register.lookup("iqama", "2311297275"),
    "persons": lambda register: register.persons(["key"]),
    "facts": lambda register: register.facts("key", ["person"]),
    "news": lambda register: register.news(""),
    "verify": lambda register: register.verify({"number": "2311297275"}),
    "change": lambda register: register.change("k", "violation.pay", "key", {}),
}


def test_it_knows_a_person_by_number_and_by_key(world: Any) -> None:
    omar = world.cast["omar"]
    record = world.register.lookup(omar["kind"], omar["number"])
    assert record["person_key"] == omar["person_key"]
    answer = world.register.facts(omar["person_key"], ["person", "violations"])
    assert set(answer["facts"]) == {"person", "violations"}
    assert answer["facts"]["person"]["person_key"] == omar["person_key"]


def test_it_knows_several_persons_in_one_call_and_leaves_out_whom_it_does_not_know(world: Any) -> None:
    keys = [world.cast[slug]["person_key"] for slug in ("omar", "layla")]
    found = world.register.persons([*keys, "no-such-key"])
    assert {one["person_key"] for one in found} == set(keys)
    assert all("as_of" in one for one in found)


@pytest.mark.parametrize(
    "persons", [b"{}", b"[7]", b"[{}]", b'[{"person_key": "anothers"}]', b'[{"person_key": ["k"]}]']
)
def test_a_record_that_nobody_asked_for_is_no_answer(persons: bytes) -> None:
    body = b'{"persons": ' + persons + b"}"
    with misbehaving(says(body)) as address, pytest.raises(RegisterUnavailable):
        HttpRegister(address, "key").persons(["key"])


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_register_that_knows_no_such_call_is_silent_and_no_empty_family(status: int) -> None:
    """An older one answers 404 to what it does not have: that says nothing about anybody."""
    with misbehaving(says(b"{}", status)) as address, pytest.raises(RegisterUnavailable):
        HttpRegister(address, "key").persons(["key"])


def test_nobody_of_that_number_is_an_answer(world: Any) -> None:
    with pytest.raises(UnknownPerson):
        world.register.lookup("iqama", "2000000000")
    with pytest.raises(UnknownPerson):
        world.register.facts("no-such-key", ["person"])


def test_a_change_is_carried_out_once_a_key_and_refused_in_two_languages(world: Any) -> None:
    omar = world.cast["omar"]["person_key"]
    numbers = new_violations(world, "omar", 2)
    first = world.register.change("contract-1", "violation.pay", omar, {"numbers": numbers})
    assert world.register.change("contract-1", "violation.pay", omar, {"numbers": numbers}) == first
    with pytest.raises(RegisterRefused) as refused:
        world.register.change("contract-2", "violation.pay", omar, {"numbers": numbers})
    assert refused.value.reason == "already_paid"
    assert refused.value.text.ar != refused.value.text.en


@pytest.mark.promise("A42")
@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_however_it_misbehaves_the_call_ends_in_time_and_in_our_words(how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address:
        register = HttpRegister(address, "key")
        began = time.monotonic()
        with pytest.raises(RegisterUnavailable):
            register.facts("key", ["person"])
        assert time.monotonic() - began < SECONDS + SLACK


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("how", ["resets", "not JSON", "a list", "500"])
def test_no_call_of_the_port_lets_anything_else_out(call: str, how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address, pytest.raises(RegisterUnavailable):
        CALLS[call](HttpRegister(address, "key"))


@pytest.mark.parametrize("body", [b"{}", b'{"match": "false"}', b'{"match": 1}', b'{"match": null}'])
def test_a_match_that_is_neither_yes_nor_no_is_no_answer(body: bytes) -> None:
    with misbehaving(says(body)) as address, pytest.raises(RegisterUnavailable):
        HttpRegister(address, "key").verify({})


@pytest.mark.parametrize("body", [b"{}", b'{"says": "no"}', b'{"says": {"ar": null}}'])
def test_a_refusal_without_words_still_says_something(body: bytes) -> None:
    with misbehaving(says(body, 422)) as address, pytest.raises(RegisterRefused) as refused:
        HttpRegister(address, "key").change("k", "violation.pay", "key", {})
    assert refused.value.text.ar
    assert refused.value.text.en


def test_nobody_listens() -> None:
    with pytest.raises(RegisterUnavailable):
        HttpRegister("http://127.0.0.1:9", "key").facts("key", ["person"])


@pytest.mark.promise("A42")
def test_after_five_silences_calls_fail_at_once_and_recover_when_it_answers(world: Any) -> None:
    with misbehaving(MISBEHAVIOURS["500"]) as address:
        register = HttpRegister(address, "key")
        for _ in range(5):
            with pytest.raises(RegisterUnavailable):
                register.facts("key", ["person"])
    began = time.monotonic()
    for _ in range(100):
        with pytest.raises(RegisterUnavailable, match="resting"):
            register.facts("key", ["person"])
    assert time.monotonic() - began < 0.5
    omar = world.cast["omar"]["person_key"]
    for _ in range(5):
        world.app.extensions["switches"]["register"] = "down"
        with pytest.raises(RegisterUnavailable):
            world.register.facts(omar, ["person"])
    world.app.extensions["switches"].clear()
    with pytest.raises(RegisterUnavailable, match="resting"):
        world.register.facts(omar, ["person"])
    world.wait(11)
    assert world.register.facts(omar, ["person"])["facts"]


@pytest.mark.promise("A42")
def test_sixteen_threads_before_a_silent_register_wait_two_seconds_and_then_not_at_all() -> None:
    with misbehaving(hangs) as address:
        register, barrier = HttpRegister(address, "key"), Barrier(16)
        waits: list[float] = []

        def visit() -> None:
            barrier.wait()
            began = time.monotonic()
            with pytest.raises(RegisterUnavailable):
                register.facts("key", ["person"])
            waits.append(time.monotonic() - began)

        threads = [Thread(target=visit) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(waits) == 16
        assert max(waits) < SECONDS + SLACK
        with pytest.raises(RegisterUnavailable, match="resting"):
            register.facts("key", ["person"])


def test_thirty_threads_share_one_client_before_a_server_that_closes_after_each_answer() -> None:
    with misbehaving(says(b'{"as_of": "2026-11-25T10:00:00+00:00", "facts": {"person": {}}}')) as address:
        register = HttpRegister(address, "key")
        answers: list[Any] = []
        threads = [Thread(target=lambda: answers.append(register.facts("k", ["person"]))) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 30
