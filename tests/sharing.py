"""Two databases answer: what no database changes is judged once, by one of the two runs. A run alone does all of it."""

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pytest

# Variants of one thing (sizes, languages and schemes of a journey, forms of which an answer could tell too much): each is
# looked at once, and the thing itself on both databases.
DEALT = {"test_bench.py", "test_no_oracle.py", "test_odd_answers.py"}
JOURNEYS = "journeys"
# Fixtures behind which is a database, or a program that has one.
MEETS = {"db", "transactional_db", "world", "demo", "at", "running", "live_server"}
# In a module that has one of these a program of its own may open the database of the run.
STARTS = {"subprocess", "prepared_demo", "scratch_database"}
# Programs of their own, but told of no database, or of one file of their own: in both runs they would do the same.
APART = {
    "test_a_folder_of_an_older_version_still_starts",
    "test_a_new_eservice_as_it_is_written_and_one_of_who_follows_the_page_work_at_once",
    "test_a_package_whose_service_is_taken_or_does_not_load_is_named_at_start",
    "test_an_eservice_of_an_installed_package_works_like_any_other",
    "test_memory_does_not_grow_with_the_population",
    "test_several_commands_run_one_after_the_other_up_to_the_first_that_fails",
}
ENGINES = "journal"  # the engine of tasks goes with the database


def share() -> tuple[int, int]:
    """Which run this is, from 1, and of how many."""
    number, _, of = os.environ.get("TESTS_SHARE", "1/1").partition("/")
    return int(number), int(of)


def others(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """What the other run does."""
    number, of = share()
    if of == 1:
        return []
    return [item for item, runs in dealt(items) if number not in runs]


def dealt(items: Sequence[pytest.Item]) -> list[tuple[pytest.Item, set[int]]]:
    """Each with the runs that do it."""
    found: list[tuple[pytest.Item, set[int]]] = []
    for _, variants in groupby(items, key=lambda item: item.nodeid.partition("[")[0]):
        known = list(variants)
        found += [(item, _runs(item, place, len(known))) for place, item in enumerate(known)]
    return found


def _runs(item: pytest.Item, place: int, of: int) -> set[int]:
    if of > 1 and (item.path.name in DEALT or item.path.parent.name == JOURNEYS):
        return {1 + place.bit_count() % 2}  # of two sizes in two languages each run has both sizes and both languages
    return {1, 2} if meets_database(item) else {1}


def meets_database(item: Any) -> bool:
    """Whether the outcome could depend on which database it is: pytest-django lets nobody else near it."""
    starts = STARTS & set(vars(item.module)) and item.name not in APART
    if item.path.parent.name == ENGINES or starts:
        return True
    return bool(item.get_closest_marker("django_db") or MEETS & set(item.fixturenames))
