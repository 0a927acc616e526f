"""Every e-service of the traffic authority about vehicles and licences, played; and three refusals of each."""

from datetime import date, timedelta
from typing import Any

import pytest

from bawaba_sandbox.register.numbers import identifier_of
from bawaba_sandbox.register.topics import facts_of
from catalogue import Asker, Play, day, ended, halalas, refused

pytestmark = pytest.mark.django_db

CAR = ("citizen", "car", "clean")
DRIVER = identifier_of("resident", 102)[1]  # Omar, who has a licence
UNTIL = day("until", date.today() + timedelta(days=30))

PLAYS = [
    Play("renew-driving-licence", ("gcc_citizen", "driver", "clean"), "no medical", {"years": "5"}, 20_000, ("years", "3"), closed_to="visitor"),
    Play("renew-vehicle-registration", CAR, "inspection ended", {"years": "2"}, 20_000, ("vehicle", "999")),
    Play("authorise-driver", CAR, "insurance ended", {"driver": DRIVER, "where": "abroad", **UNTIL}, 0, ("driver", "123")),
    Play("repair-permit", CAR, "no vehicle", {"damage": "الباب الأيمن"}, 0, ("damage", "\0")),
    Play("replace-plates", CAR, "fined", {"reason": "lost"}, 10_000, ("reason", "sold")),
    Play("scrap-vehicle", CAR, "fined", {}, 0, ("vehicle", "another's")),
    Play("check-insurance", CAR, "no vehicle", register_refuses=False),
]  # fmt: skip


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_is_carried_out_for_what_it_costs_and_ends_with_its_document(world: Any, play: Play) -> None:
    found = Asker(world, *play.who).apply(play.slug, **play.posted)
    assert ended(found)
    assert halalas(found) == play.fee


@pytest.mark.parametrize("play", PLAYS, ids=lambda one: one.slug)
def test_it_refuses_a_bad_answer_whom_it_is_not_for_and_what_the_register_refuses(world: Any, play: Play) -> None:
    refused(play, Asker(world, *play.who))


def test_an_authorisation_is_noted_with_the_driver(world: Any) -> None:
    asker = Asker(world, *CAR)
    asker.apply("authorise-driver", driver=world.cast["omar"]["number"], where="inside", **UNTIL)
    assert "driver_inside" in {one["kind"] for one in permits(world)}


def permits(world: Any) -> list[dict[str, Any]]:
    key = world.cast["omar"]["person_key"]
    found: list[dict[str, Any]] = facts_of(world.store, key, world.store.person(key), ["permits"])["permits"]
    return found


def test_nobody_authorises_themselves_or_somebody_without_a_licence(world: Any) -> None:
    asker = Asker(world, *CAR)
    own = world.cast[asker.slug]["number"]
    typed = {"where": "inside", **UNTIL}
    assert asker.problems("authorise-driver", driver=own, **typed) == {"driver"}
    assert asker.apply("authorise-driver", driver=world.cast["mariam"]["number"], **typed).state == "refused"


def test_a_scrapped_vehicle_is_gone(world: Any) -> None:
    asker = Asker(world, *CAR)
    asker.apply("scrap-vehicle")
    assert not world.store.list_of("vehicle", asker.key)
