"""A form that meets an idle session is kept for the same person, and for nobody else."""

from typing import Any

import pytest

from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
FORM = {"violations": ["v-1", "v-2"], "password": "never kept"}


def idle_and_send(world: Any) -> Any:
    client = logged_in(world, "omar")
    world.wait(16 * 60)
    answer = client.post(
        "/services/pay-violations/apply", FORM, HTTP_REFERER="http://testserver/services/violations/list"
    )
    assert answer["Location"] == "/login?next=%2Fservices%2Fviolations%2Flist"
    return client


def test_after_logging_in_again_the_same_person_is_offered_the_form(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar", idle_and_send(world))
    page = client.get("/continue").content.decode()
    assert 'action="/services/pay-violations/apply"' in page
    assert 'value="v-1"' in page
    assert 'value="v-2"' in page
    assert "never kept" not in page
    assert client.get("/continue").status_code == 302, "offered once"


def test_somebody_else_in_the_same_browser_gets_nothing_of_it(world: Any) -> None:
    activated(world, "omar")
    world.wait(31)
    activated(world, "sami")
    client = logged_in(world, "sami", idle_and_send(world))
    assert client.get("/continue").status_code == 302


def test_a_revoked_session_keeps_nothing(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    stolen = client.cookies["session"].value
    client.post("/logout")
    thief = at()
    thief.cookies["session"] = stolen
    thief.post("/services/pay-violations/apply", FORM)
    assert logged_in(world, "omar", thief).get("/continue").status_code == 302


def test_a_new_password_is_not_kept_either_however_often_it_was_typed(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(16 * 60)
    client.post("/settings/password", {"password": "a new phrase 77", "again": "a new phrase 77", "code": "123456"})
    page = logged_in(world, "omar", client).get("/continue").content.decode()
    assert "a new phrase 77" not in page
    assert "123456" not in page
