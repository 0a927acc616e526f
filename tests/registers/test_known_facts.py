"""Several topics of one person: one statement, one call, and never an empty answer for a source that is down."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import known_facts, violations_of

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
