"""Another user name: after a fresh proof, told to every address, never somebody else's."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.models import User
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.user_names import change_user_name
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import activated, at, confirmed, give_details, logged_in, with_email
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/user-name"
EMAIL = "layla@example.com"


def who(world: Any, slug: str = "layla") -> Any:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return holder(account)


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", EMAIL)
    return logged_in(world, "layla")


def change(client: Client, name: str) -> Any:
    return client.post(PAGE, {"user_name": name})


def test_the_new_name_logs_in_and_the_old_one_does_not(world: Any, layla: Client) -> None:
    assert change(layla, "Layla.Hassan")["Location"] == "/settings?changed=user-name"
    assert "layla.hassan" in layla.get("/settings?changed=user-name").content.decode()
    world.wait(31)
    assert not give_details(at(), "layla")
    assert give_details(at(), "layla.hassan")
    world.wait(31)
    assert give_details(at(), world.cast["layla"]["number"]), "the number always does"


def test_phone_and_e_mail_are_told_and_either_can_stop_it(world: Any, layla: Client) -> None:
    change(layla, "somebody.else")
    world.deliver()
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    told = {to: text for to, text in sent if "اسم المستخدم" in text and "somebody.else" in text}
    assert set(told) == {world.cast["layla"]["phone"], EMAIL}
    account = who(world).account
    at().post(re.findall(r"http://testserver(/not-you/\S+)", told[EMAIL])[0])
    assert holder(account).state == "suspended"


@pytest.mark.parametrize("name", ["", "abc", "1layla", "ليلى", "layla hassan", "x" * 31, "<b>layla</b>"])
def test_a_name_of_no_shape_is_said_and_nothing_changes(world: Any, layla: Client, name: str) -> None:
    answer = change(layla, name)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert who(world).user_name == "layla"


def test_a_name_does_not_carry_ones_number_or_phone(world: Any, layla: Client) -> None:
    one = world.cast["layla"]
    for name in (f"l{one['number']}", f"layla{one['phone'][-9:]}"):
        answer = change(layla, name)
        assert answer.status_code == 200
        assert "لا تجعل رقمك أو جوالك" in answer.content.decode()
    assert who(world).user_name == "layla"


def test_a_name_that_somebody_has_comes_with_a_number(world: Any, layla: Client) -> None:
    world.wait(31)
    activated(world, "sami")
    change(layla, "sami")
    assert who(world).user_name == "sami2"
    assert who(world, "sami").user_name == "sami"


def test_a_second_click_and_the_same_name_are_one_change(world: Any, layla: Client) -> None:
    for _ in range(2):
        assert change(layla, "layla.h")["Location"] == "/settings?changed=user-name"
    assert Event.objects.filter(type="account.change_user_name").count() == 1


def test_names_of_others_cannot_be_tried_out(world: Any, layla: Client) -> None:
    for number in range(5):
        assert change(layla, f"layla.{number}").status_code == 302
    answer = change(layla, "layla.9")
    assert answer.status_code == 429
    assert "حاول غدًا" in answer.content.decode()
    assert who(world).user_name == "layla.4"


def test_long_after_logging_in_the_password_comes_first_and_then_it_is_done(world: Any, layla: Client) -> None:
    world.wait(5 * 60 + 1)
    asked = change(layla, "layla.h")["Location"]
    assert asked.startswith("/confirm?")
    assert who(world).user_name == "layla"
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    answer = confirmed(world, layla, {"kept": kept})
    assert answer["Location"] == "/settings?changed=user-name"
    assert who(world).user_name == "layla.h"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_a_name_at_once_one_gets_it_and_the_other_a_number(world: Any, trials: Any) -> None:
    pair = []
    for slug in ("layla", "omar"):
        activated(world, slug)
        client = logged_in(world, slug)
        pair.append((who(world, slug).account, str(client.cookies["session"].value)))
    for number in range(trials(20)):
        wanted = f"wanted.{number}x"
        jobs = [
            lambda account=account, key=key, wanted=wanted: change_user_name(
                account=account, wanted=wanted, session_key=key, by=SYSTEM
            )
            for account, key in pair
        ]
        assert sorted(at_once(jobs)) == [wanted, f"{wanted}2"]
        assert User.objects.filter(user_name=wanted).count() == 1
        world.wait(86401)
        for slug, place in (("layla", 0), ("omar", 1)):
            client = _again(world, slug)
            pair[place] = (pair[place][0], str(client.cookies["session"].value))


def _again(world: Any, slug: str) -> Client:
    """By number: the name changes."""
    client = at()
    world.wait(31)
    assert give_details(client, world.cast[slug]["number"])
    world.deliver()
    client.post("/login/code", {"code": world.pocket.code(world.cast[slug]["phone"])})
    return client
