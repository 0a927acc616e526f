"""Entering the desk: one way in, one answer for every failure, and out at the moment of a dismissal."""

import functools
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.identity.accounts.models import Session
from bawaba.identity.codes.models import OneTimeCode, Tally
from bawaba.identity.staff.commands import move_officer
from bawaba.identity.staff.models import Passkey
from bawaba.identity.staff.queries import officer_named
from bawaba.journal.models import Event
from bawaba_sandbox.rehearsal.passkey import options_on
from officers import CONSOLE, appointed, at_desk, code_for, enter_by_key, enter_first, new_key
from people import activated, at, logged_in, origin
from races import at_once
from statements import shapes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(world: Any) -> Any:
    appointed(world, "noor", "public_security")
    return world


def type_code(client: Client, name: str, code: str) -> Any:
    return client.post("/desk/code", {"user_name": name, "code": code})


def test_a_code_makes_a_passkey_once_and_the_desk_opens_under_a_fresh_key(noor: Any) -> None:
    client, code = at(), code_for("noor")
    client.post("/register/who", {"population": "citizen"})
    before = client.cookies["session"].value if "session" in client.cookies else ""
    assert client.get("/desk/passkeys/first")["Location"] == "/desk/code", "nobody typed a code here"
    assert type_code(client, "Noor", code.lower())["Location"] == "/desk/passkeys/first"
    assert client.get("/desk/")["Location"] == "/desk/enter", "a code alone opens nothing"
    page = client.get("/desk/passkeys/first").content.decode()
    waiting = client.cookies["session"].value
    key = new_key()
    assert client.post("/desk/passkeys/first", {"answer": key.make(options_on(page))})["Location"] == "/desk/"
    assert client.cookies["session"].value not in (before, waiting)
    desk = client.get("/desk/")
    assert desk.status_code == 200
    assert desk["Cache-Control"] == "no-store"
    assert Session.objects.exclude(account=None).count() == 0
    assert type_code(at(), "noor", code).status_code == 200, "used up"
    assert client.get("/desk/passkeys/first")["Location"] == "/desk/code"
    assert Event.objects.filter(type="officer.enter").count() == 1
    assert Event.objects.filter(type="officer.add_passkey").count() == 1


def test_afterwards_name_and_passkey_open_it_and_a_code_is_refused_as_ever(noor: Any) -> None:
    _, key = enter_first(at(), "noor")
    client = at()
    assert enter_by_key(client, "NOOR", key)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/enter")["Location"] == "/desk/"
    assert Passkey.objects.get().used_at is not None
    assert Authenticator.objects.get().type == "webauthn"


def test_every_failure_of_a_code_has_the_same_answer(noor: Any) -> None:
    used = code_for("noor")
    enter_first(at(), "noor", used)
    old, newest = code_for("noor"), code_for("noor")
    wrong = newest.translate(str.maketrans("23456789", "34567892"))
    shown = set()
    for name, code in (("noor", used), ("noor", old), ("noor", wrong), ("nobody", newest), ("noor", ""), ("noor", "x")):
        page = type_code(at(), name, code)
        assert page.status_code == 200
        text = page.content.decode()
        assert "الاسم أو الرمز غير صحيح" in text
        shown.add(text.count("<li>"))
    move_officer(officer=officer_named("noor"), move="suspend", by=CONSOLE)
    assert "الاسم أو الرمز غير صحيح" in type_code(at(), "noor", newest).content.decode()
    assert len(shown) == 1


def test_whatever_the_name_a_passkey_is_asked_for_alike(noor: Any) -> None:
    _, key = enter_first(at(), "noor")
    pages = []
    for name in ("noor", "nobody"):
        client = at()
        assert client.post("/desk/enter", {"user_name": name})["Location"] == "/desk/enter/key"
        page = client.get("/desk/enter/key").content.decode()
        asked = options_on(page)
        assert asked["allowCredentials"] == []
        assert asked["userVerification"] == "required"
        refused = client.post("/desk/enter/key", {"answer": key.use(asked | {"challenge": "AAAA"})})
        pages.append((len(page), refused.status_code, "لم يُقبل مفتاح المرور" in refused.content.decode()))
    assert pages[0] == pages[1]


def test_five_wrong_codes_close_the_place_they_come_from_and_nobody_elses(noor: Any) -> None:
    code, there = code_for("noor"), origin().address
    for name in ("noor", "nobody", "noor", "somebody", "noor"):
        assert type_code(at(there), name, "A" * 16).status_code == 200
    assert type_code(at(there), "noor", code).status_code == 200, "not there"
    assert type_code(at(), "noor", code)["Location"] == "/desk/passkeys/first", "but where the officer is"
    noor.wait(settings.LIMITS.login_wait.total_seconds() + 1)
    assert type_code(at(there), "noor", code)["Location"] == "/desk/passkeys/first", "and there after the wait"


def test_a_code_is_compared_a_thousand_times_from_all_places_together(noor: Any) -> None:
    code = code_for("noor")
    OneTimeCode.objects.update(attempts=settings.LIMITS.long_code_tries - 1)
    type_code(at(), "noor", "A" * 16)
    assert type_code(at(), "noor", code).status_code == 200
    assert OneTimeCode.objects.get().attempts == settings.LIMITS.long_code_tries


def test_made_up_names_leave_one_row_a_place(noor: Any) -> None:
    there = origin().address
    for number in range(12):
        type_code(at(there), f"nobody-{number}", "A" * 16)
    assert Tally.objects.count() == 1


def asked_of_the_database(client: Client, path: str, sent: dict[str, str]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.post(path, sent).status_code == 200
    return shapes_of(seen)


def test_a_name_that_somebody_has_is_looked_up_by_the_same_statements_as_any_other(noor: Any) -> None:
    appointed(noor, "omar", "public_security")
    _, strange = enter_first(at(), "omar")
    code, by_code, by_key = code_for("noor"), [], []
    for name in ("noor", "nobody"):
        by_code.append(asked_of_the_database(at(), "/desk/code", {"user_name": name, "code": "A" * 16}))
    enter_first(at(), "noor", code)
    for name in ("noor", "nobody"):
        client = at()
        client.post("/desk/enter", {"user_name": name})
        asked = options_on(client.get("/desk/enter/key").content.decode())
        by_key.append(asked_of_the_database(client, "/desk/enter/key", {"answer": strange.use(asked)}))
    assert by_code[0] == by_code[1]
    assert by_key[0] == by_key[1]


def test_a_place_gives_so_many_names_and_then_no_further_row_of_a_session(noor: Any) -> None:
    there, (most, seconds) = origin().address, settings.LIMITS.desk_entries_per_origin[0]
    before = Session.objects.count()
    for number in range(most):
        assert at(there).post("/desk/enter", {"user_name": f"nobody-{number}"}).status_code == 302
    for name in ("noor", "nobody"):
        page = at(there).post("/desk/enter", {"user_name": name})
        assert (page.status_code, "كثرت محاولات الدخول" in page.content.decode()) == (429, True)
        assert name in page.content.decode(), "what was typed is not lost"
    assert Session.objects.count() == before + most
    assert at().post("/desk/enter", {"user_name": "noor"})["Location"] == "/desk/enter/key", "another place"
    noor.wait(seconds + 1)
    assert at(there).post("/desk/enter", {"user_name": "noor"})["Location"] == "/desk/enter/key"


def test_a_code_that_was_typed_waits_ten_minutes_for_its_passkey(noor: Any) -> None:
    client = at()
    type_code(client, "noor", code_for("noor"))
    page = client.get("/desk/passkeys/first").content.decode()
    noor.wait(settings.LIMITS.sign_in_life.total_seconds() + 1)
    answer = client.post("/desk/passkeys/first", {"answer": new_key().make(options_on(page))})
    assert answer["Location"] == "/desk/code"
    assert not Passkey.objects.exists()


def test_a_newer_code_ends_one_that_was_typed_and_every_passkey_with_its_sessions(noor: Any) -> None:
    client = at_desk("noor")
    typed = at()
    type_code(typed, "noor", code_for("noor"))
    page = typed.get("/desk/passkeys/first").content.decode()
    code_for("noor")
    assert client.get("/desk/")["Location"] == "/desk/enter"
    assert not Passkey.objects.exists()
    assert not Authenticator.objects.exists()
    answer = typed.post("/desk/passkeys/first", {"answer": new_key().make(options_on(page))})
    assert answer.status_code == 200
    assert "لم يُسجَّل مفتاح المرور" in answer.content.decode()
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("move", ["suspend", "dismiss"])
def test_who_is_no_longer_in_service_is_out_at_the_next_request_and_stays_out(noor: Any, move: str) -> None:
    client = at_desk("noor")
    assert client.get("/desk/").status_code == 200
    move_officer(officer=officer_named("noor"), move=move, by=CONSOLE)
    assert client.get("/desk/")["Location"] == "/desk/enter"
    if move == "suspend":
        move_officer(officer=officer_named("noor"), move="reinstate", by=CONSOLE)
    assert client.get("/desk/")["Location"] == "/desk/enter"


@pytest.mark.django_db(transaction=True)
def test_leaving_is_at_once_here_and_on_the_server(noor: Any) -> None:
    """Without a transaction around the test: its event needs one of its own."""
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
def test_of_browsers_that_make_a_passkey_with_one_code_at_once_one_is_in(world: Any) -> None:
    appointed(world, "noor", "public_security")
    for _ in range(3):
        code, jobs = code_for("noor"), []
        for _ in range(4):
            client, key = at(), new_key()
            type_code(client, "noor", code)
            made = key.make(options_on(client.get("/desk/passkeys/first").content.decode()))
            send = functools.partial(client.post, "/desk/passkeys/first", {"answer": made})
            jobs.append(lambda send=send: send().status_code)
        assert sorted(at_once(jobs)) == [200, 200, 200, 302]
        assert Passkey.objects.count() == Authenticator.objects.count() == 1


def test_without_a_post_there_is_a_desk_and_nothing_on_it(world: Any) -> None:
    appointed(world, "noor")
    assert "ليس لك عمل" in at_desk("noor").get("/desk/").content.decode()
