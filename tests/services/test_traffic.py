"""The traffic services: who may, what is chosen, what it costs; and three refusals of each."""

from datetime import timedelta
from typing import Any

import pytest

from bawaba.cases.catalogue import services
from bawaba.payments.models import Bill
from payers import APPLY, apply_for, hosted, kept, new_violations, pays
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
LIST = "/services/violations/list"


@pytest.fixture
def omar(world: Any) -> Any:
    activated(world, "omar")
    return logged_in(world, "omar")


def down(world: Any) -> None:
    world.app.extensions["switches"]["register"] = "down"


def test_the_list_shows_what_the_register_has_and_as_of_when(world: Any, omar: Any) -> None:
    numbers = new_violations(world, "omar", 2)
    page = omar.get(LIST).content.decode()
    assert all(number in page for number in numbers)
    assert "كما في سجل المرور" in page


def test_the_list_of_a_silent_register_is_never_empty_and_never_zero(world: Any, omar: Any) -> None:
    down(world)
    answer = omar.get(LIST)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "ولن نخمّن" in page
    assert "لا مخالفات" not in page


def test_the_list_that_was_heard_before_says_that_it_is_old(world: Any, omar: Any) -> None:
    (number,) = new_violations(world, "omar", 1)
    omar.get(LIST)
    world.wait(timedelta(minutes=5).total_seconds())
    down(world)
    answer = omar.get(LIST)
    assert answer.status_code == 200
    assert number in answer.content.decode()
    assert "سجل المرور لا يجيب الآن" in answer.content.decode()


def test_the_list_needs_a_log_in(world: Any) -> None:
    assert at().get(LIST)["Location"].startswith("/login")


def test_two_of_three_are_paid_for_exactly_what_they_cost(world: Any, omar: Any) -> None:
    numbers = new_violations(world, "omar", 3, halalas=12_345)
    page = apply_for(omar, numbers[:2])
    bill = Bill.objects.get(uuid=page.rpartition("/")[2])
    assert (bill.halalas, len(bill.lines)) == (24_690, 2)
    pays(world, hosted(omar, page))
    assert kept(world, bill.reference) == 24_690


def test_nothing_chosen_is_refused_beside_the_question(world: Any, omar: Any) -> None:
    new_violations(world, "omar", 2)
    page = omar.post(APPLY, {}).content.decode()
    assert 'id="errors"' in page
    assert 'href="#violations"' in page


def test_what_was_paid_meanwhile_is_refused_and_the_rest_of_the_choice_is_kept(world: Any, omar: Any) -> None:
    numbers = new_violations(world, "omar", 3)
    with world.store.connect() as register:
        register.execute("UPDATE violation SET status='paid' WHERE number=?", (numbers[0],))
    page = omar.post(APPLY, {"violations": numbers[:2]}).content.decode()
    assert "تغيّر شيء في السجل" in page
    assert ticked(page, numbers[1])
    assert not ticked(page, numbers[2])


def ticked(page: str, number: str) -> bool:
    return "checked" in page.partition(f'value="{number}"')[2].partition(">")[0]


def test_while_the_register_is_silent_nothing_is_submitted_and_the_page_says_why(world: Any, omar: Any) -> None:
    numbers = new_violations(world, "omar", 1)
    omar.get(APPLY)
    down(world)
    page = omar.post(APPLY, {"violations": numbers}).content.decode()
    assert "فلم نقدّم طلبك" in page
    assert not Bill.objects.exists()


def test_the_catalogue_finds_both_by_everyday_words(world: Any) -> None:
    for words in ("مخالفات", "غرامه", "speeding", "FINES"):
        page = at().get("/services/", {"q": words}).content.decode()
        assert "/services/violations" in page, words


def test_topics_of_a_service_are_those_of_its_parts() -> None:
    assert services()["pay-violations"].topics == {"violations"}
