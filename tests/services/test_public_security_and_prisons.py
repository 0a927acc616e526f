"""E-services of public security and prisons that no officer decides, played; and three refusals of each."""

from datetime import date, timedelta
from typing import Any

import pytest

from catalogue import Asker, Play, day, ended, halalas, refused

pytestmark = pytest.mark.django_db

YESTERDAY = day("when", date.today() - timedelta(days=1))
VISIT = {**day("day", date.today() + timedelta(days=7)), "hour": "morning", "way": "video"}
PHONE = {"what": "phone", "about": "هاتف أسود", "where": "السوق الكبير"}

PLAYS = [
    Play("criminal-record-certificate", ("visitor",), "convicted", {}, 3_000, register_refuses=False),
    Play("report-lost-item", ("visitor",), "asleep", {**PHONE, **YESTERDAY}, 0, ("when_year", "2999"), register_refuses=False),
    Play("book-prison-visit", ("citizen", "relative_inside"), "no relative", VISIT, 0, ("inmate", "999")),
]  # fmt: skip


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_is_carried_out_for_what_it_costs_and_ends_with_its_document(world: Any, play: Play) -> None:
    found = Asker(world, *play.who).apply(play.slug, **play.posted)
    assert ended(found)
    assert halalas(found) == play.fee


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_refuses_a_bad_answer_whom_it_is_not_for_and_what_the_register_refuses(world: Any, play: Play) -> None:
    refused(play, Asker(world, *play.who))
