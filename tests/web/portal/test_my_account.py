"""Settings: how one reads is remembered, with and without an account; what is sensitive asks for the password again."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.models import Event
from people import PASSWORD, activated, at, confirmed, give_details, logged_in

pytestmark = pytest.mark.django_db
NEW = "سحابة-بيضاء-2027"
ATTRIBUTES = {
    ("language", "en"): '<html lang="en" dir="ltr"',
    ("language", "ar"): '<html lang="ar" dir="rtl"',
    ("text_size", "large"): "large",
    ("text_size", "larger"): "larger",
}


def shown(client: Client, page: str) -> dict[str, str]:
    """How a page is written, as its own display menu has it pressed."""
    text = client.get(page).content.decode()
    pressed = dict(re.findall(r'<button name="(\w+)" value="(\w+)" aria-pressed="true"', text))
    return pressed | {"language": re.findall(r'<html[^>]*lang="(\w+)"', text)[0]}


CHOICES = [("language", "en"), ("language", "ar"), ("digits", "latn"), ("digits", "arab"), ("calendar", "gregorian")]
CHOICES += [("calendar", "hijri"), ("text_size", "large"), ("text_size", "larger"), ("text_size", "normal")]


@pytest.mark.parametrize("first", ["ar", "en"])
@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_a_visitor_is_remembered_by_a_cookie(name: str, value: str, first: str) -> None:
    client = Client()
    client.post("/preferences", {"language": first, "next": "/help"})
    assert client.post("/preferences", {name: value, "next": "/help"})["Location"] == "/help"
    assert shown(client, "/help")[name] == value
    assert shown(client, "/places")["language"] == (value if name == "language" else first), (
        "what was chosen before stays"
    )


@pytest.mark.parametrize("first", ["ar", "en"])
@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_a_person_is_remembered_on_every_device(world: Any, name: str, value: str, first: str) -> None:
    activated(world, "omar")
    client, other = logged_in(world, "omar"), logged_in(world, "omar", at())
    client.post("/settings/save", {"language": first})
    assert client.post("/settings/save", {name: value, "next": "/inbox"})["Location"] == "/inbox"
    for one in (client, other):
        assert shown(one, "/inbox")[name] == value
        assert shown(one, "/settings")["language"] == (value if name == "language" else first)
    other.post("/logout")
    assert shown(logged_in(world, "omar", at()), "/home")[name] == value, "and after logging in elsewhere"


def test_the_account_wins_over_the_cookie_and_the_cookie_fills_what_the_account_leaves_open(world: Any) -> None:
    activated(world, "omar")
    client = at()
    client.post("/preferences", {"language": "en", "text_size": "larger"})
    logged_in(world, "omar", client)
    assert shown(client, "/home") | {} == shown(client, "/home") | {"language": "ar", "text_size": "larger"}


def test_after_logging_out_the_browser_still_knows(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    client.post("/settings/save", {"language": "en"})
    client.post("/logout")
    assert shown(client, "/help")["language"] == "en"


@pytest.mark.parametrize("chosen", [{"language": "fr"}, {"state": "active"}, {"assurance": "3"}, {}])
def test_what_is_no_preference_changes_nothing(world: Any, chosen: dict[str, str]) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    before = shown(client, "/home")
    assert client.post("/settings/save", chosen).status_code == 302
    assert shown(client, "/home") == before
    assert not Event.objects.filter(type="account.prefer").exists()


def test_preferences_of_an_account_need_the_form_token(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["session"] = client.cookies["session"].value
    assert strict.post("/settings/save", {"language": "en"}).status_code == 403
    page = strict.get("/home").content.decode()
    token = re.findall(r'action="/settings/save"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert strict.post("/settings/save", {"language": "en", "csrfmiddlewaretoken": token[0]}).status_code == 302
    assert shown(strict, "/home")["language"] == "en"


# Sensitive: the password


def change(client: Client, password: str = NEW, again: str = "") -> Any:
    return client.post("/settings/password", {"password": password, "again": again or password})


@pytest.mark.promise("A29")
def test_a_new_password_ends_every_other_session_at_its_next_request(world: Any) -> None:
    activated(world, "omar")
    mine, thief = logged_in(world, "omar"), logged_in(world, "omar", at())
    assert thief.get("/home").status_code == 200
    assert change(mine)["Location"] == "/settings?changed=password"
    assert mine.get("/settings").status_code == 200
    assert thief.get("/home").status_code == 302
    assert not give_details(at(), "omar", PASSWORD)
    world.wait(31)
    assert give_details(at(), "omar", NEW)


def test_the_holder_is_told_and_can_say_that_it_was_not_them(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    change(client)
    world.deliver()
    link = re.search(r"http://testserver(/not-you/\S+)", world.pocket.last(world.cast["omar"]["phone"]))
    assert link
    Client().post(link[1])
    assert client.get("/home").status_code == 302, "suspended at once"


@pytest.mark.parametrize(
    ("password", "again"), [("kurz7", ""), ("12345678", ""), (NEW, "other"), ("omar-omar-omar", "")]
)
def test_a_password_that_will_not_do_is_said_and_nothing_changes(world: Any, password: str, again: str) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    answer = change(client, password, again)
    assert answer.status_code == 200
    assert password not in answer.content.decode().split("<form", 1)[1].replace("8 ", "")
    assert not Event.objects.filter(type="account.change_password").exists()


def test_long_after_logging_in_the_password_is_asked_for_again(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(5 * 60 + 1)
    assert client.get("/settings/password")["Location"] == "/confirm?next=%2Fsettings%2Fpassword"
    assert change(client)["Location"].startswith("/confirm?")
    assert give_details(at(), "omar", PASSWORD), "nothing was changed"
    before = client.cookies["session"].value
    assert client.post("/confirm", {"password": "wrong wrong", "next": "/settings/password"}).status_code == 200
    assert client.get("/settings/password").status_code == 302
    answer = confirmed(world, client, {"next": "/settings/password"})
    assert answer["Location"] == "/settings/password"
    assert client.cookies["session"].value != before, "a new key after every proof"
    assert client.get("/settings/password").status_code == 200
    assert change(client)["Location"] == "/settings?changed=password"
    stale = at()
    stale.cookies["session"] = before
    assert stale.get("/home").status_code == 302


def test_a_proof_does_not_lengthen_the_total_life_of_the_session(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    made = Session.objects.exclude(account=None).get().made_at
    world.wait(10 * 60)
    confirmed(world, client)
    assert Session.objects.exclude(account=None).get().made_at == made


def test_proofs_are_limited_like_log_ins(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(5 * 60 + 1)
    for _ in range(10):
        client.post("/confirm", {"password": "wrong wrong"})
    assert confirmed(world, client).status_code == 200
    assert client.get("/settings/password").status_code == 302


def test_a_new_password_is_never_kept_while_asking_again(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(5 * 60 + 1)
    change(client)
    assert NEW not in str(dict(client.session))


@pytest.mark.promise("A29")
def test_logging_out_everywhere_ends_them_all(world: Any) -> None:
    activated(world, "omar")
    mine, other = logged_in(world, "omar"), logged_in(world, "omar", at())
    answer = mine.post("/settings/log-out-everywhere")
    assert answer["Location"] == "/login"
    assert '"storage"' in answer["Clear-Site-Data"], "a wallet that was kept here goes as with any log-out"
    assert [one.get("/home").status_code for one in (mine, other)] == [302, 302]
    assert live_account_of_number(world.cast["omar"]["number"])
    assert not Session.objects.exclude(account=None).exists()
