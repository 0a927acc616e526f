"""Every e-service of the passports authority, played; and three refusals of each."""

from datetime import date, timedelta
from typing import Any

import pytest

from catalogue import Asker, Play, day, ended, halalas, refused

pytestmark = pytest.mark.django_db
NEXT_YEAR = date.today() + timedelta(days=300)
TERM = {"kind": "single", "months": "2"}
PASSPORT = {"number": "A1234567", **day("expires", date.today() + timedelta(days=3000))}
FAMILY = ("resident", "clean", "child")

PLAYS = [
    Play("renew-iqama", ("resident", "clean"), "absent", {"months": "12"}, 65_000, ("months", "7"), closed_to="visitor"),
    Play("issue-iqama", ("resident", "child", "without_permit"), "no medical", {"months": "24"}, 130_000, ("months", "3"), child=True, closed_to="citizen"),
    Play("exit-reentry-visa", ("resident", "clean"), "fined", {"kind": "multiple", "months": "2"}, 50_000, ("months", "0"), closed_to="citizen"),
    Play("extend-exit-reentry", ("resident", "abroad"), "inside", {"months": "2"}, 20_000, ("months", "7"), closed_to="visitor"),
    Play("final-exit", ("resident", "clean"), "passport ends soon", {}, 0, closed_to="visitor"),
    Play("extend-visit-visa", ("citizen", "guest"), "guest not insured", {"days": "30"}, 10_000, ("days", "31"), closed_to="visitor"),
    Play("renew-passport", ("citizen", "clean"), "fined", {"years": "10"}, 60_000, ("years", "7"), closed_to="resident"),
    Play("passport-of-minor", ("citizen", "child"), "fined", {"years": "5"}, 30_000, ("years", "10"), child=True, closed_to="resident"),
    Play("travel-permit", ("citizen", "child"), "passport ended", day("until", NEXT_YEAR), 0, ("until_year", "1990"), child=True, closed_to="visitor"),
    Play("update-passport", ("resident",), "silent", PASSPORT, 6_900, ("number", "صفر"), closed_to="citizen", register_refuses=False),
    Play("border-number", ("visitor",), "silent", closed_to="citizen", register_refuses=False),
    Play("travel-record", ("visitor",), "silent", register_refuses=False),
]  # fmt: skip


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_is_carried_out_for_what_it_costs_and_ends_with_its_document(world: Any, play: Play) -> None:
    asker = Asker(world, *play.who)
    found = asker.apply(play.slug, concerned=asker.child() if play.child else "", **play.posted)
    assert ended(found)
    assert halalas(found) == play.fee


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_refuses_a_bad_answer_whom_it_is_not_for_and_what_the_register_refuses(world: Any, play: Play) -> None:
    refused(play, Asker(world, *play.who))


def test_an_absent_visitor_is_reported_once_and_in_time(world: Any) -> None:
    asker = Asker(world, "citizen", "guest")
    slug = "report-absent-visitor"
    assert asker.unmet(slug) == {"Your guest's visa ends within days, or ended days ago"}
    asker.spoil("guest ended")
    assert ended(asker.apply(slug))
    assert asker.noted("guests")[0]["reported_absent"]
    refused(Play(slug, (), "asleep", bad=("guest", "another's"), closed_to="visitor", register_refuses=False), asker)


def test_the_parent_applies_and_the_child_gets_it(world: Any) -> None:
    asker = Asker(world, "citizen", "child")
    child, own = asker.child(), passport(asker.record())
    before = passport(world.store.person(child))
    found = asker.apply("passport-of-minor", concerned=child, years="5")
    assert found.account == asker.account
    assert found.concerned is not None
    assert passport(world.store.person(child)) != before
    assert passport(asker.record()) == own


def test_a_childs_permit_is_renewed_on_its_own_papers(world: Any) -> None:
    asker = Asker(world, *FAMILY)
    asker.spoil("fined")  # the parent's fines are not the child's
    assert ended(asker.apply("renew-iqama", concerned=asker.child(), months="3"))
    assert "No unpaid traffic violations" in asker.unmet("renew-iqama")


def test_a_first_passport_is_issued_to_a_child_that_has_none(world: Any) -> None:
    asker = Asker(world, "citizen", "child")
    world.store.change_person(asker.child(), documents=[])
    assert ended(asker.apply("passport-of-minor", concerned=asker.child(), years="5"))
    assert passport(world.store.person(asker.child()))


def test_a_visa_does_not_outlive_the_permit(world: Any) -> None:
    asker = Asker(world, "resident", "clean")  # whose permit ends in 90 days
    found = asker.apply("exit-reentry-visa", kind="single", months="12")
    assert found.state == "refused"
    assert found.refusal is not None
    assert "before the visa" in found.refusal.en


def passport(record: dict[str, Any]) -> list[str]:
    return [one["number"] for one in record["documents"] if one["type"] == "passport"]
