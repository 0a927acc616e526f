"""My data: the register's word with its time, nothing of anybody else, and a way to have each field corrected."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.registers.commands import forget_facts
from bawaba.registers.ports import RegisterUnavailable
from people import activated, logged_in

pytestmark = pytest.mark.django_db
PAGE = "/my-data"


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    return logged_in(world, "omar")


def silence(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*said: Any, **more: Any) -> None:
        raise RegisterUnavailable("down")

    monkeypatch.setattr(world.register, "_ask", ask)


def test_it_shows_the_register_and_the_account_and_masks_the_number(world: Any, omar: Client) -> None:
    page = omar.get(PAGE).content.decode()
    record = world.person("omar")
    for script in ("ar", "en"):
        assert record["names"][script]["family"] in page
    assert "كما في السجل الوطني" in page
    number = world.cast["omar"]["number"]
    assert page.count(number) == 1, "once, behind its masked form"
    assert re.search(rf"<details><summary>[^<]*<[^>]*>…{number[-3:]}.*?</details>", page, re.DOTALL)
    assert world.cast["omar"]["phone"] not in page
    assert f"…{world.cast['omar']['phone'][-3:]}" in page


def test_it_names_nobody_of_the_household(world: Any, omar: Client) -> None:
    page = omar.get(PAGE).content.decode()
    family = world.person("omar")["household"]
    assert family, "the test would show nothing"
    for one in family:
        relative = world.register.persons([one["person_key"]])[0]
        assert all(number["number"] not in page for number in relative["identifiers"])
        assert f"<bdi>{relative['names']['en']['first']}" not in page
        assert one["person_key"] not in page


def test_every_field_leads_to_its_correction_and_the_form_knows_which(world: Any, omar: Client) -> None:
    page = omar.get(PAGE).content.decode()
    ways = set(re.findall(r'href="(/services/[^"]+)"', page.split("<main")[1]))
    assert {f"/services/correct-record/apply?part={part}" for part in ("first", "family")} <= ways
    for way in ways:
        answer = omar.get(way)
        assert answer.status_code == 200, way
        if "?" in way:
            wanted = way.rpartition("=")[2]
            assert re.search(rf'value="{wanted}"\s+checked', answer.content.decode()), way


@pytest.mark.parametrize("odd", ["part=<b>", "part=nothing", "ar=%D8%A7%D8%B3%D9%85", "subject=hello"])
def test_an_address_chooses_nothing_else_and_writes_nothing_into_a_form(world: Any, omar: Client, odd: str) -> None:
    for form in ("correct-record", "general-request"):
        page = omar.get(f"/services/{form}/apply?{odd}").content.decode().split("<main")[1]
        assert "checked" not in page
        assert 'value="hello"' not in page
        assert 'value="اسم"' not in page


def test_what_the_register_said_before_is_shown_as_that(
    world: Any, omar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    omar.get(PAGE)
    silence(world, monkeypatch)
    page = omar.get(PAGE).content.decode()
    assert "لا يجيب السجل الآن. هذا ما قاله في" in page
    assert "كما في السجل الوطني" not in page


def test_without_a_word_of_the_register_nothing_is_claimed(
    world: Any, omar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_facts(person_key=world.cast["omar"]["person_key"])
    silence(world, monkeypatch)
    page = omar.get(PAGE).content.decode()
    assert "السجل الوطني لا يجيب الآن" in page
    assert world.cast["omar"]["number"] not in page
    assert "لا عنوان لك" not in page


def test_one_sees_only_oneself(world: Any, omar: Client) -> None:
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami").get(PAGE).content.decode()
    assert world.cast["omar"]["number"] not in sami
    assert world.cast["sami"]["number"] in sami
    assert Client().get(PAGE)["Location"].startswith("/login")
