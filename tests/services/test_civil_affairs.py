"""Every e-service of the civil affairs authority, played; and three refusals of each."""

from typing import Any

import pytest

from bawaba.cases.submission import NotEntitled
from catalogue import Asker, Play, ended, halalas, refused

pytestmark = pytest.mark.django_db

ADDRESS = {"short": "RAHA1234", "building": "12", "street": "شارع النخيل", "district": "الروضة", "city": "العاصمة", "post_code": "12345"}  # fmt: skip
FAMILY = ("resident", "child")

PLAYS = [
    Play("renew-national-id", ("citizen",), "card runs on", bad=("photo", ""), closed_to="resident"),
    Play("replace-national-id", ("citizen",), "card ended", {"reason": "damaged"}, 10_000, ("reason", "sold"), closed_to="resident"),
    Play("register-newborn", ("citizen", "birth"), "no birth", {"name_ar": "سارة", "name_en": "Sara"}, 0, ("name_en", "سارة"), closed_to="visitor"),
    Play("national-address", ("resident",), "asleep", ADDRESS, 0, ("short", "12AB"), closed_to="visitor", register_refuses=False),
    Play("family-record", FAMILY, "alone", register_refuses=False),
    Play("identify-family-member", FAMILY, "alone", {"addressee": "مدرسة الواحة"}, 0, ("addressee", " "), closed_to="visitor", register_refuses=False),
    Play("personal-record", ("gcc_citizen",), "silent", register_refuses=False),
]  # fmt: skip


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_is_carried_out_for_what_it_costs_and_ends_with_its_document(world: Any, play: Play) -> None:
    found = Asker(world, *play.who).apply(play.slug, **play.posted)
    assert ended(found)
    assert halalas(found) == play.fee


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_refuses_a_bad_answer_whom_it_is_not_for_and_what_the_register_refuses(world: Any, play: Play) -> None:
    refused(play, Asker(world, *play.who))


def test_a_card_that_has_run_out_is_renewed_for_a_fine(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.spoil("card ended")
    assert halalas(asker.apply("renew-national-id")) == 10_000


def test_a_lost_card_is_replaced_for_nothing(world: Any) -> None:
    assert halalas(Asker(world, "citizen").apply("replace-national-id", reason="lost")) == 0


def test_a_card_is_delivered_to_an_address_or_not_at_all(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.spoil("no address")
    assert "A national address is on record" in asker.unmet("renew-national-id")


def test_an_address_that_was_registered_is_on_record(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.spoil("no address")
    asker.apply("national-address", **{**ADDRESS, "post_code": "١٢٣٤٥"})
    assert asker.noted("address")["post_code"] == "12345"
    assert asker.unmet("renew-national-id") == set()


def test_a_newborn_is_registered_once(world: Any) -> None:
    asker = Asker(world, "citizen", "birth")
    (notice,) = asker.noted("births")
    asker.apply("register-newborn", name_ar="سارة", name_en="Sara")
    assert asker.noted("births")[0]["name"] == {"ar": "سارة", "en": "Sara"}
    asker.note("births", [notice])  # a register that forgets
    with pytest.raises(NotEntitled):
        asker.apply("register-newborn", name_ar="هند", name_en="Hind")
