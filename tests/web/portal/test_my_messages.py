"""How messages reach me: every choice is kept and shown again; what makes no sense is said; codes heed the language."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.journal.models import Event
from bawaba.messaging.rules import Wishes
from bawaba.messaging.wishes import wishes_of
from people import activated, at, give_details, logged_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/messages"
CHOSEN = {"message_language": "en", "case_email": "yes", "reminders": "yes", "reminder_sms": "yes", "lead": "48"}
CHOSEN |= {"case_push": "yes"}
CHOSEN |= {"quiet": "yes", "quiet_from": "22", "quiet_to": "7"}
MEANT = Wishes(frozenset({"email"}), frozenset({"sms"}), True, 48, (22, 7), case_push=True, reminder_push=False)


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    return logged_in(world, "omar")


def account(world: Any, slug: str = "omar") -> Any:
    return live_account_of_number(world.cast[slug]["number"])


def ticked(page: str) -> set[str]:
    return set(re.findall(r'<input type="checkbox" id="(\w+)"[^>]*checked', page))


def picked(page: str) -> list[str]:
    return re.findall(r'<option value="(\w*)" selected', page)


def test_the_page_shows_what_holds_without_a_choice(world: Any, omar: Client) -> None:
    page = omar.get(PAGE).content.decode()
    assert ticked(page) == {"case_sms", "case_push", "reminder_sms", "reminder_push", "reminders"}
    assert "ولا يمكن إيقافها" in page, "what always comes is said"
    assert picked(page) == ["", "24", "22", "7"]


def test_every_choice_is_kept_and_shown_again(world: Any, omar: Client) -> None:
    for _ in range(2):
        assert omar.post(PAGE, CHOSEN)["Location"] == f"{PAGE}?saved"
    assert wishes_of(account(world)) == MEANT
    page = omar.get(f"{PAGE}?saved").content.decode()
    assert ticked(page) == {"case_email", "case_push", "reminders", "reminder_sms", "quiet"}
    assert picked(page) == ["en", "48", "22", "7"]
    assert Event.objects.filter(type="account.prefer_messages").count() == 2


def test_all_off_is_a_choice_too(world: Any, omar: Client) -> None:
    omar.post(PAGE, {"message_language": "", "lead": "24"})
    assert wishes_of(account(world)) == Wishes(
        frozenset(), frozenset(), reminders=False, case_push=False, reminder_push=False
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_to": "22"},
        {"quiet_from": "24"},
        {"quiet_from": "-1"},
        {"quiet_to": "٧"},
        {"quiet_to": ""},
        {"lead": "25"},
        {"lead": ""},
        {"message_language": "fr"},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(world: Any, omar: Client, wrong: dict[str, str]) -> None:
    answer = omar.post(PAGE, CHOSEN | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#{next(iter(wrong))}"' in page or 'href="#quiet_to"' in page
    assert ticked(page) == {"case_email", "case_push", "reminders", "reminder_sms", "quiet"}, "what was chosen stays"
    assert wishes_of(account(world)) is None
    assert not Event.objects.filter(type="account.prefer_messages").exists()


def test_messages_have_a_language_of_their_own(world: Any, omar: Client) -> None:
    omar.post(PAGE, CHOSEN)
    assert 'lang="ar"' in omar.get("/home").content.decode(), "the pages stay as they were"
    assert holder(account(world)).recipient().language == "en"
    world.wait(31)
    assert give_details(at(), "omar")
    world.deliver()
    assert "log-in code" in world.pocket.last(world.cast["omar"]["phone"])
    omar.post(PAGE, CHOSEN | {"message_language": ""})
    world.wait(31)
    assert give_details(at(), "omar")
    world.deliver()
    assert "رمز الدخول" in world.pocket.last(world.cast["omar"]["phone"])


def test_the_wishes_of_one_are_not_those_of_another(world: Any, omar: Client) -> None:
    omar.post(PAGE, CHOSEN)
    world.wait(31)
    activated(world, "sami")
    assert wishes_of(account(world, "sami")) is None
    assert ticked(logged_in(world, "sami").get(PAGE).content.decode()) == {
        "case_sms",
        "case_push",
        "reminder_sms",
        "reminder_push",
        "reminders",
    }
