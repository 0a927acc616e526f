"""Entering the desk: one way in, one answer for every failure, and out at the moment of a dismissal."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from bawaba.identity.accounts.models import Session
from bawaba.identity.staff.commands import move_officer
from bawaba.identity.staff.queries import officer_named
from bawaba.journal.models import Event
from officers import CONSOLE, appointed, at_desk, code_for
from people import activated, at, logged_in
from races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(world: Any) -> Any:
    appointed(world, "noor", "public_security")
    return world


def enter(client: Client, name: str, code: str) -> Any:
    return client.post("/desk/enter", {"user_name": name, "code": code})


def test_a_code_opens_the_desk_once_under_a_fresh_key(noor: Any) -> None:
    client, code = at(), code_for("noor")
    client.post("/register/who", {"population": "citizen"})
    before = client.cookies["session"].value if "session" in client.cookies else ""
    answer = enter(client, "Noor", code.lower())
    assert answer["Location"] == "/desk/"
    assert client.cookies["session"].value != before
    page = client.get("/desk/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert Session.objects.exclude(account=None).count() == 0
    assert enter(at(), "noor", code).status_code == 200, "used up"
    assert Event.objects.filter(type="officer.enter").count() == 1


def test_every_failure_has_the_same_answer(noor: Any) -> None:
    used, old = code_for("noor"), code_for("noor")
    assert enter(at(), "noor", old).status_code == 302
    newest = code_for("noor")
    wrong = newest.translate(str.maketrans("23456789", "34567892"))
    shown = set()
    for name, code in (("noor", used), ("noor", old), ("noor", wrong), ("nobody", newest), ("noor", ""), ("noor", "x")):
        page = enter(at(), name, code)
        assert page.status_code == 200
        text = page.content.decode()
        assert "الاسم أو الرمز غير صحيح" in text
        shown.add(text.count("<li>"))
    move_officer(officer=officer_named("noor"), move="suspend", by=CONSOLE)
    assert "الاسم أو الرمز غير صحيح" in enter(at(), "noor", newest).content.decode()
    assert len(shown) == 1


def test_five_wrong_codes_end_the_right_one(noor: Any) -> None:
    code = code_for("noor")
    for _ in range(settings.LIMITS.code_tries):
        enter(at(), "noor", "A" * 16)
    assert enter(at(), "noor", code).status_code == 200


@pytest.mark.parametrize("move", ["suspend", "dismiss"])
def test_who_is_no_longer_in_service_is_out_at_the_next_request_and_stays_out(noor: Any, move: str) -> None:
    client = at_desk("noor")
    assert client.get("/desk/").status_code == 200
    move_officer(officer=officer_named("noor"), move=move, by=CONSOLE)
    assert client.get("/desk/")["Location"] == "/desk/enter"
    if move == "suspend":
        move_officer(officer=officer_named("noor"), move="reinstate", by=CONSOLE)
    assert client.get("/desk/")["Location"] == "/desk/enter"


def test_leaving_is_at_once_here_and_on_the_server(noor: Any) -> None:
    client = at_desk("noor")
    key = client.cookies["session"].value
    assert client.post("/desk/leave")["Location"] == "/desk/enter"
    client.cookies["session"] = key
    assert client.get("/desk/").status_code == 302
    assert Event.objects.filter(type="officer.leave").count() == 1


@pytest.mark.parametrize("pause", [settings.LIMITS.session_idle, settings.LIMITS.session_life])
def test_a_session_of_the_desk_ends_like_any_other(noor: Any, pause: timedelta) -> None:
    client = at_desk("noor")
    noor.wait(pause.total_seconds() + 1)
    assert client.get("/desk/").status_code == 302


def test_an_officer_has_no_account_by_it_and_an_account_has_no_desk(noor: Any) -> None:
    assert at_desk("noor").get("/home")["Location"].startswith("/login")
    activated(noor, "omar")
    omar = logged_in(noor, "omar")
    assert omar.get("/desk/")["Location"] == "/desk/enter"
    at_desk("noor", omar)
    assert omar.get("/home")["Location"].startswith("/login"), "never both"


@pytest.mark.django_db(transaction=True)
def test_of_browsers_that_enter_with_one_code_at_once_one_is_in(world: Any) -> None:
    appointed(world, "noor", "public_security")
    for _ in range(3):
        code = code_for("noor")
        answers = at_once([lambda code=code: enter(at(), "noor", code).status_code] * 4)
        assert sorted(answers) == [200, 200, 200, 302]


def test_without_a_post_there_is_a_desk_and_nothing_on_it(world: Any) -> None:
    appointed(world, "noor")
    assert "ليس لك عمل" in at_desk("noor").get("/desk/").content.decode()
