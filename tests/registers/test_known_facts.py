"""Several topics of one person: one statement, one call, and never an empty answer for a source that is down."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import known_facts, persons_known, violations_of

pytestmark = pytest.mark.django_db
TOPICS = ("person", "violations", "vehicles")
MINUTE = timedelta(minutes=1)


def test_a_page_asks_once_and_reads_its_cache_in_one_statement(world: Any) -> None:
    key = world.cast["omar"]["person_key"]
    first = known_facts(key, TOPICS, max_age=MINUTE)
    assert set(first) == set(TOPICS)
    world.app.extensions["switches"]["register"] = "down"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = known_facts(key, TOPICS, max_age=MINUTE)
    assert again == first
    assert len(asked) == 1


def test_a_topic_that_is_down_is_stale_once_it_was_heard_and_else_not_there(world: Any) -> None:
    key = world.cast["omar"]["person_key"]
    known_facts(key, ("violations",))
    world.app.extensions["switches"]["topics_off"] = ("violations", "vehicles")
    found = known_facts(key, TOPICS)
    assert found["violations"].stale
    assert not found["person"].stale
    assert "vehicles" not in found


def test_violations_never_heard_are_no_empty_list(world: Any) -> None:
    world.app.extensions["switches"]["topics_off"] = ("violations",)
    with pytest.raises(RegisterUnavailable):
        violations_of(world.cast["omar"]["person_key"])


def test_of_several_persons_only_those_that_are_old_are_asked_about_in_one_call(world: Any, monkeypatch: Any) -> None:
    omar, layla, sami = (world.cast[slug]["person_key"] for slug in ("omar", "layla", "sami"))
    known_facts(omar, ("person",))
    asked: list[Any] = []
    ask = world.register.persons
    monkeypatch.setattr(world.register, "persons", lambda keys: asked.append(sorted(keys)) or ask(keys))
    with CaptureQueriesContext(connection) as captured:
        found = persons_known([omar, layla, sami, "nobody"], max_age=MINUTE)
    assert set(found) == {omar, layla, sami}
    assert asked == [sorted([layla, sami, "nobody"])]
    assert len([one for one in captured if one["sql"].startswith(("SELECT", "INSERT"))]) == 2
    assert persons_known([omar, layla, sami], max_age=MINUTE) == found
    assert len(asked) == 1


def test_a_silent_register_is_said_of_each_and_one_that_was_never_heard_is_no_empty_family(world: Any) -> None:
    omar, layla = (world.cast[slug]["person_key"] for slug in ("omar", "layla"))
    known_facts(omar, ("person",))
    world.app.extensions["switches"]["register"] = "down"
    assert persons_known([omar], max_age=timedelta(0))[omar].stale
    with pytest.raises(RegisterUnavailable):
        persons_known([omar, layla], max_age=timedelta(0))
    assert persons_known([], max_age=MINUTE) == {}
