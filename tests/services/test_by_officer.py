"""The services that an officer decides: a valid sample of each, and three refusals."""

from datetime import date, timedelta
from typing import Any

import pytest

from appointments import received
from bawaba.cases.answering import cleaned
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.cases.queries import application
from bawaba.cases.submission import NotEntitled
from bawaba.identity.accounts.queries import applicant
from officers import EVENT, asked_for
from payers import account_of, new_violations
from people import activated

pytestmark = pytest.mark.django_db
SOON = date.today() + timedelta(days=30)
PERMIT = {"name": "سوق", "place": "حديقة", "day": SOON, "guests": "300", "plan": "حراس عند كل باب"}
REQUEST = {"agency": "passports", "subject": "سؤال", "request": "متى؟"}


@pytest.fixture
def layla(world: Any) -> Any:
    activated(world, "layla")
    return world


def answered(world: Any, slug: str, service: str, typed: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The clean answers to what was typed, and the names of the fields that were refused."""
    posted: dict[str, list[str]] = {}
    for name, value in typed.items():
        if isinstance(value, date):
            parts = {"year": value.year, "month": value.month, "day": value.day}
            posted |= {f"{name}_{part}": [str(number)] for part, number in parts.items()}
        else:
            posted[name] = [str(value)]
    offered = services()[service]
    key = world.cast[slug]["person_key"]
    facts = gather(offered.topics, applicant(account_of(world, slug)), key, timedelta(0))
    answers, problems = cleaned(offered, posted, facts)
    return answers, set(problems)


def test_an_event_permit_waits_for_public_security(layla: Any) -> None:
    answers, problems = answered(layla, "layla", "event-permit", PERMIT)
    assert not problems
    found = application(asked_for(layla, "layla", "event-permit", answers))
    assert (found.state, found.agency, found.bill) == ("in_review", "public_security", None)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"day": date.today() + timedelta(days=2)}, "day"),
        ({"guests": "9"}, "guests"),
        ({"plan": ""}, "plan"),
    ],
)
def test_an_event_tomorrow_or_without_guests_or_plan_is_refused(layla: Any, typed: Any, refused: str) -> None:
    assert answered(layla, "layla", "event-permit", PERMIT | typed)[1] == {refused}


def test_an_event_of_somebody_under_21_or_of_a_visitor_is_refused(layla: Any) -> None:
    layla.wait(31)
    activated(layla, "mariam")
    with pytest.raises(NotEntitled):
        asked_for(layla, "mariam", "event-permit", EVENT)
    layla.wait(31)
    activated(layla, "anna")
    with pytest.raises(NotEntitled):
        asked_for(layla, "anna", "event-permit", EVENT)


def test_an_objection_names_an_open_violation_and_a_ground(layla: Any) -> None:
    (number,) = new_violations(layla, "layla", 1)
    answers, problems = answered(layla, "layla", "object-to-violation", {"violation": number, "why": "لم أكن هناك"})
    assert not problems
    found = application(asked_for(layla, "layla", "object-to-violation", answers))
    assert (found.state, found.agency, found.answers["violation"]) == ("in_review", "traffic", number)
    with pytest.raises(NotEntitled):  # once
        asked_for(layla, "layla", "object-to-violation", answers | {"why": "مرة أخرى"})


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"violation": "000000000000", "why": "x"}, {"violation"}),
        ({"why": "x"}, {"violation"}),
        ({}, {"violation", "why"}),
    ],
)
def test_an_objection_to_nothing_of_ones_own_or_without_a_ground_is_refused(
    layla: Any, typed: Any, refused: set[str]
) -> None:
    new_violations(layla, "layla", 2)
    assert answered(layla, "layla", "object-to-violation", typed)[1] == refused


def test_a_firearm_licence_costs_100_riyals_before_an_officer_looks(layla: Any) -> None:
    layla.wait(31)
    activated(layla, "sami")
    with pytest.raises(NotEntitled):  # no office has seen the weapon yet
        asked_for(layla, "sami", "renew-firearm-licence", {})
    received(layla, "sami", "public_security")
    found = application(asked_for(layla, "sami", "renew-firearm-licence", {}))
    assert (found.state, bool(found.bill)) == ("awaiting_payment", True)
    assert found.sentence
    assert "in my possession and kept safely" in found.sentence.en
    with pytest.raises(NotEntitled):  # Layla has no licence
        asked_for(layla, "layla", "renew-firearm-licence", {})
    layla.wait(31)
    activated(layla, "omar")
    with pytest.raises(NotEntitled):  # for citizens
        asked_for(layla, "omar", "renew-firearm-licence", {})


def test_a_general_request_goes_to_the_agency_that_was_chosen(layla: Any) -> None:
    answers, problems = answered(layla, "layla", "general-request", REQUEST)
    assert not problems
    found = application(asked_for(layla, "layla", "general-request", answers))
    assert (found.state, found.agency) == ("in_review", "passports")


@pytest.mark.parametrize("typed", [{"agency": "prisons"}, {"subject": ""}, {"request": " "}], ids=str)
def test_a_general_request_to_nobody_or_about_nothing_is_refused(layla: Any, typed: dict[str, str]) -> None:
    assert answered(layla, "layla", "general-request", REQUEST | typed)[1] == set(typed)
