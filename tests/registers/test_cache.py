"""The cache says how old an answer is, keeps no answer for ever, and two threads may hear the same at once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from bawaba.core import clock
from bawaba.registers import queries
from bawaba.registers.commands import forget_facts
from bawaba.registers.models import CachedFact
from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import known_facts, person, person_by_identifier, violations_of
from bawaba.registers.retention import KEPT, forget_old_facts

MINUTE = timedelta(minutes=1)


def down(world: Any) -> None:
    world.app.extensions["switches"]["register"] = "down"


@pytest.mark.django_db
def test_when_the_register_is_down_the_last_answer_is_shown_as_old(world: Any) -> None:
    omar = world.cast["omar"]["person_key"]
    first = violations_of(omar)
    assert not first.stale
    world.wait(600)
    down(world)
    again = violations_of(omar, max_age=MINUTE)
    assert again.stale
    assert again.value == first.value
    assert again.as_of == first.as_of


@pytest.mark.django_db
def test_an_activation_never_goes_by_an_old_answer(world: Any) -> None:
    omar = world.cast["omar"]
    person_by_identifier(omar["kind"], omar["number"])
    person(omar["person_key"])
    down(world)
    with pytest.raises(RegisterUnavailable):
        person_by_identifier(omar["kind"], omar["number"])


@pytest.mark.django_db
def test_a_register_whose_clock_runs_ahead_makes_no_answer_fresher(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    omar = world.cast["omar"]["person_key"]
    answer = {**world.register.facts(omar, ["violations"]), "as_of": "2099-01-01T00:00:00+00:00"}

    class Ahead:
        def facts(self, key: str, topics: Any) -> Any:
            return answer

    monkeypatch.setattr(queries, "register", Ahead)
    assert violations_of(omar).as_of <= datetime.now(UTC)
    world.wait(120)
    down(world)
    monkeypatch.setattr(queries, "register", lambda: world.register)
    assert violations_of(omar, max_age=MINUTE).stale


@pytest.mark.django_db
def test_a_shape_that_is_not_as_agreed_is_shown_as_old_and_not_kept(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    omar = world.cast["omar"]["person_key"]
    first = violations_of(omar)

    class Broken:
        def facts(self, key: str, topics: Any) -> Any:
            return {"as_of": clock.now().isoformat(), "facts": {"violations": {}}}

    monkeypatch.setattr(queries, "register", Broken)
    for _ in range(2):
        again = violations_of(omar)
        assert again.stale
        assert again.value == first.value


@pytest.mark.django_db
def test_after_a_change_nothing_old_is_shown(world: Any) -> None:
    omar = world.cast["omar"]["person_key"]
    known_facts(omar, ("person", "violations", "vehicles"))
    forget_facts(person_key=omar)
    down(world)
    assert known_facts(omar, ("person", "violations", "vehicles"), max_age=MINUTE) == {}


@pytest.mark.django_db
@pytest.mark.promise("A45")
def test_answers_that_nobody_asked_for_in_a_week_are_gone(world: Any) -> None:
    omar, sami = (world.cast[slug]["person_key"] for slug in ("omar", "sami"))
    violations_of(omar)
    world.wait(KEPT.total_seconds() - 60)
    violations_of(sami)
    forget_old_facts(clock.now())
    assert CachedFact.objects.count() == 2
    world.wait(120)
    forget_old_facts(clock.now())
    assert CachedFact.objects.count() == 1
    down(world)
    with pytest.raises(RegisterUnavailable):
        violations_of(omar)


@pytest.mark.django_db
def test_what_is_cached_does_not_show_whose_it_is(world: Any) -> None:
    omar = world.cast["omar"]
    person_by_identifier(omar["kind"], omar["number"])
    row = CachedFact.objects.get()
    raw = bytes(row.key) + bytes(row.sealed)
    assert omar["number"].encode() not in raw
    assert "عمر".encode() not in raw


@pytest.mark.django_db(transaction=True)
def test_threads_that_hear_the_same_at_once_keep_one_row(world: Any) -> None:
    omar, barrier = world.cast["omar"]["person_key"], Barrier(8)
    seen: list[Any] = []

    def visit() -> None:
        try:
            barrier.wait()
            seen.append(violations_of(omar).value)
        finally:
            connection.close()

    threads = [Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert CachedFact.objects.count() == 1
