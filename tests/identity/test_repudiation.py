"""R9: "not you?" acts by its button, once, within 72 hours, and only as far as its address may."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.journal.models import Event
from people import activated, at, give_details, logged_in

pytestmark = pytest.mark.django_db


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/not-you/\S+)", text)
    assert found, text
    return found[1]


def state(world: Any, slug: str) -> Any:
    account = live_account_of_number(world.cast[slug]["number"])
    return holder(account) if account else None


def account_link(world: Any, slug: str) -> tuple[Any, str]:
    activated(world, slug)
    return state(world, slug).account, link_in(world.pocket.last(world.cast[slug]["phone"]))


def test_opening_the_link_changes_nothing(world: Any) -> None:
    account, link = account_link(world, "omar")
    for method in ("get", "head"):
        assert getattr(Client(), method)(link).status_code == 200
    assert holder(account).state == "active"


def test_the_button_suspends_at_once_and_ends_sessions(world: Any) -> None:
    account, link = account_link(world, "omar")
    inside = logged_in(world, "omar")
    assert Client().post(link).status_code == 200
    assert holder(account).state == "suspended"
    assert inside.get("/home").status_code == 302
    assert not give_details(at(), "omar")
    told = Event.objects.get(type="account.repudiate").data
    assert told["attestor"] == "kiosk-1"


def test_the_second_press_finds_the_link_over(world: Any) -> None:
    _, link = account_link(world, "omar")
    Client().post(link)
    assert Client().post(link).status_code == 410
    assert Event.objects.filter(type="account.repudiate").count() == 1


@pytest.mark.parametrize(("hours", "status"), [(71.9, 200), (72.1, 410)])
def test_the_link_lives_seventy_two_hours(world: Any, hours: float, status: int) -> None:
    _, link = account_link(world, "omar")
    world.wait(hours * 3600)
    assert Client().get(link).status_code == status


def test_an_unknown_link_is_answered_like_a_used_one(world: Any) -> None:
    assert Client().get("/not-you/AAAA").status_code == 410


def test_an_old_phone_cannot_suspend_the_rebound_owner(world: Any) -> None:
    account, first = account_link(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone="+966500009911"), use=False)
    world.deliver()
    for link in (first, link_in(world.pocket.last(world.cast["omar"]["phone"]))):
        assert Client().post(link).status_code == 200
        assert holder(account).state == "active"
    assert Event.objects.filter(type="account.repudiate").count() == 2
    assert Event.objects.filter(type="account.freeze").count() == 1, "the second press found it closed"


def test_a_suspended_account_is_not_rebound_at_a_kiosk(world: Any) -> None:
    account, link = account_link(world, "omar")
    Client().post(link)
    kiosk = world.attestor("kiosk-1")
    outcome = world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone="+966500009911"), use=False)
    assert outcome.word == "not_activated"
    assert holder(account).state == "suspended"
