"""What is granted once says so before one applies: on the service's page, in the form and on the review."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.cases.models import Application
from bawaba.registers.commands import forget_facts
from catalogue import Asker
from payers import new_violations
from people import activated, logged_in

pytestmark = pytest.mark.django_db
OBJECT = "/services/object-to-violation"
BEFORE = "قُدّم هذا الطلب من قبل"
WHY = {"why": "لم أكن هناك"}


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def object_to(client: Client, number: str) -> Any:
    return client.post(client.post(f"{OBJECT}/apply", {"violation": number, **WHY})["Location"])


def options(client: Client) -> str:
    return str(client.get(f"{OBJECT}/apply").content.decode())


def only(world: Any, *numbers: str) -> None:
    """The register has no other violation of Layla's."""
    with world.store.connect() as register:
        key, kept = world.cast["layla"]["person_key"], json.dumps(numbers)
        told = "UPDATE violation SET status='paid' WHERE key=? AND number NOT IN (SELECT value FROM json_each(?))"
        register.execute(told, (key, kept))


def test_what_was_objected_to_is_not_offered_again_and_another_is(world: Any, layla: Client) -> None:
    first, second = new_violations(world, "layla", 2)
    only(world, first, second)
    assert first in options(layla)
    assert object_to(layla, first).status_code == 302
    page = options(layla)
    assert first not in page
    assert second in page
    assert BEFORE not in layla.get(OBJECT).content.decode(), "one is left"


def test_when_nothing_is_left_the_page_says_so_before_applying(world: Any, layla: Client) -> None:
    (number,) = new_violations(world, "layla", 1)
    only(world, number)
    assert BEFORE not in layla.get(OBJECT).content.decode()
    object_to(layla, number)
    assert BEFORE in layla.get(OBJECT).content.decode()
    assert BEFORE in options(layla)


def test_the_review_of_what_is_typed_all_the_same_says_so_and_has_no_button(world: Any, layla: Client) -> None:
    number, _ = new_violations(world, "layla", 2)
    first = object_to(layla, number)["Location"]
    answers = []
    for why in ("كنت في سفر", WHY["why"]):
        review = layla.post(f"{OBJECT}/apply", {"violation": number, "why": why})["Location"]
        page = layla.get(review).content.decode()
        assert BEFORE in page
        assert not re.search(rf'<form[^>]*action="{review}"', page)
        answers.append(layla.post(review))
    assert answers[0].status_code == 200
    assert answers[1]["Location"] == first, "the very same again leads where the first led"
    assert Application.objects.exclude(state__in=("draft", "cancelled")).count() == 1, "the second draft is dropped"


def test_what_was_cancelled_may_be_chosen_again(world: Any, layla: Client) -> None:
    (number,) = new_violations(world, "layla", 1)
    where = object_to(layla, number)["Location"]
    assert number not in options(layla)
    layla.post(f"{where}/cancel")
    assert number in options(layla)


def test_what_an_officer_sent_back_is_still_ones_own_to_choose(world: Any, layla: Client) -> None:
    (number,) = new_violations(world, "layla", 1)
    where = object_to(layla, number)["Location"]
    Application.objects.filter(uuid=where.rpartition("/")[2]).update(state="returned")
    page = layla.get(f"{where}/edit").content.decode()
    assert number in page
    assert BEFORE not in page


def test_anothers_objection_says_nothing_about_mine(world: Any, layla: Client) -> None:
    mine, theirs = Asker(world, "citizen", "birth"), Asker(world, "citizen", "birth")
    names = {"name_ar": "سارة", "name_en": "Sara"}
    theirs.note("births", mine.noted("births"))  # the same notice by chance
    theirs.apply("register-newborn", **names)
    assert BEFORE not in logged_in(world, mine.slug).get("/services/register-newborn").content.decode()


@pytest.mark.parametrize("path", [OBJECT, f"{OBJECT}/apply", "review"])
def test_it_costs_no_page_more_than_four_statements(world: Any, layla: Client, path: str) -> None:
    first, second = new_violations(world, "layla", 2)
    object_to(layla, first)
    review = layla.post(f"{OBJECT}/apply", {"violation": second, **WHY})["Location"]
    forget_facts(person_key=world.cast["layla"]["person_key"])
    with CaptureQueriesContext(connection) as captured:
        layla.get(review if path == "review" else path)
    made = [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(made) <= 4, made
