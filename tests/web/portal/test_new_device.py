"""A log-in from a device that was not seen before is told to every address of the account, once, with a way to stop it."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.core import clock
from bawaba.core.browsers import browser_and_system
from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.gate import Proofs, open_session
from bawaba.identity.accounts.models import KnownDevice
from bawaba.identity.accounts.opened_on import OpenedOn
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.messaging.models import Message
from people import activated, at, give_details, logged_in, origin
from races import at_once

pytestmark = pytest.mark.django_db
EMAIL = "layla@example.com"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
THREE_DAYS = 72 * 3600


def browser(said: str = PHONE) -> Client:
    return Client(REMOTE_ADDR=origin().address, HTTP_USER_AGENT=said)


def account_of(world: Any, slug: str = "layla") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


@pytest.fixture
def layla(world: Any) -> UUID:
    """Activated with an e-mail that she has confirmed."""
    activated(world, "layla", email=EMAIL)
    account = account_of(world)
    confirm_address(account=account, kind="email", text=EMAIL, by=Actor("person"))
    return account


def notices(world: Any) -> list[tuple[str, str]]:
    """Where they went, and what they say."""
    world.deliver()
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    return [(to, text) for to, text in sent if "من جهاز جديد" in text]


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/not-you/\S+)", text)
    assert found, text
    return found[1]


def test_the_very_first_log_in_is_told_to_nobody_for_the_welcome_has_just_asked(world: Any, layla: UUID) -> None:
    logged_in(world, "layla", browser())
    assert not notices(world)
    assert KnownDevice.objects.filter(account=layla).count() == 1


def test_a_second_device_is_told_to_phone_and_confirmed_e_mail_in_plain_words(world: Any, layla: UUID) -> None:
    logged_in(world, "layla", browser())
    logged_in(world, "layla", browser(DESK))
    found = notices(world)
    assert {to for to, _ in found} == {world.cast["layla"]["phone"], EMAIL}
    assert len(found) == 2
    assert all("كروم على حاسوب ويندوز" in text for _, text in found)
    assert len({link_in(text) for _, text in found}) == 2, "a link of its own for each"


def test_it_is_told_in_the_language_of_the_account(world: Any, layla: UUID) -> None:
    first = logged_in(world, "layla", browser())
    first.post("/settings/save", {"language": "en"})
    logged_in(world, "layla", browser(DESK))
    world.deliver()
    told = [text for to, text in world.pocket.texts if to == world.cast["layla"]["phone"]]
    assert any("logged in to from a new device: Chrome on a Windows computer, " in text for text in told)


def test_a_device_that_is_known_is_not_told_again(world: Any, layla: UUID) -> None:
    logged_in(world, "layla", browser())
    desk = logged_in(world, "layla", browser(DESK))
    desk.post("/logout")
    logged_in(world, "layla", desk)
    assert len(notices(world)) == 2, "phone and e-mail, of the first time"


def test_a_browser_that_keeps_no_cookie_is_new_every_time(world: Any, layla: UUID) -> None:
    logged_in(world, "layla", browser())
    for _ in range(2):
        forgetful = browser(DESK)
        world.wait(31)
        assert give_details(forgetful, "layla")
        world.deliver()
        del forgetful.cookies["device"]
        code = world.pocket.code(world.cast["layla"]["phone"])
        assert forgetful.post("/login/code", {"code": code}).status_code == 302
    assert len(notices(world)) == 4
    assert KnownDevice.objects.filter(account=layla).count() == 1


def test_a_first_log_in_long_after_the_welcome_is_told(world: Any, layla: UUID) -> None:
    world.wait(THREE_DAYS + 60)
    logged_in(world, "layla", browser())
    assert len(notices(world)) == 2


def test_an_address_that_was_not_confirmed_hears_nothing(world: Any) -> None:
    activated(world, "layla", email=EMAIL)
    logged_in(world, "layla", browser())
    logged_in(world, "layla", browser(DESK))
    assert [to for to, _ in notices(world)] == [world.cast["layla"]["phone"]]


def test_its_link_suspends_at_once_by_its_button(world: Any, layla: UUID) -> None:
    logged_in(world, "layla", browser())
    thief = logged_in(world, "layla", browser(DESK))
    link = link_in(notices(world)[0][1])
    page = at().get(link).content.decode()
    assert "ما أخبرناك به" in page
    assert holder(layla).state == "active"
    at().post(link)
    assert holder(layla).state == "suspended"
    assert thief.get("/home").status_code == 302


def test_an_e_mail_of_before_an_attended_proof_can_only_freeze(world: Any, layla: UUID) -> None:
    counter = world.attestor("counter-1", "counter")
    world.wait(31)
    world.attest(counter, "layla", world.visit(counter, "layla"), use=False)
    world.deliver()
    code = world.pocket.opening_code(world.cast["layla"]["phone"])
    secret = "سحابة-بيضاء-2027"
    typed = {"number": world.cast["layla"]["number"], "code": code, "password": secret, "again": secret}
    assert browser().post("/first-login", typed | {"terms": "yes"}).status_code == 302
    world.wait(THREE_DAYS)
    world.wait(31)
    other = browser(DESK)
    assert give_details(other, "layla", secret)
    world.deliver()
    other.post("/login/code", {"code": world.pocket.code(world.cast["layla"]["phone"])})
    to, text = notices(world)[-1]
    assert to == EMAIL
    at().post(link_in(text))
    found = holder(layla)
    assert (found.state, found.frozen_until_attended) == ("active", True)


def test_the_event_names_the_device_and_nothing_that_finds_a_person(world: Any, layla: UUID) -> None:
    here = browser(DESK)
    logged_in(world, "layla", here)
    said = Event.objects.get(type="account.sign_in").data
    assert said == {"ways": "password+sms", "browser": "chrome", "system": "windows", "known_device": False}
    logged_in(world, "layla", here)
    assert Event.objects.filter(type="account.sign_in").order_by("-pk")[0].data["known_device"] is True


@pytest.mark.django_db(transaction=True)
def test_of_two_first_log_ins_at_once_one_is_told(world: Any, trials: Any) -> None:
    activated(world, "layla", email=EMAIL)
    account = account_of(world)
    logged_in(world, "layla", browser())

    def signs_in(device: str) -> None:
        kept = OpenedOn(*browser_and_system(DESK)).kept()
        ways = ("password", "sms")
        session = SessionStore()
        open_session(session=session, account=account, proofs=Proofs(ways), device=device, kept=kept, last_out=None)

    for number in range(trials(20)):
        before = Message.objects.filter(template="new-device").count()
        results = at_once([lambda name=f"device-{number}": signs_in(name)] * 3)
        assert results == [None] * 3
        assert Message.objects.filter(template="new-device").count() == before + 1


def in_a_day(world: Any, phrase: str) -> int:
    world.deliver()
    told = [text for _, text in world.pocket.texts] + [text for _, _, text in world.mailbag.mails]
    return sum(phrase in text for text in told)


def enter_from(account: UUID, *devices: str) -> None:
    for device in devices:
        open_session(
            session=SessionStore(),
            account=account,
            proofs=Proofs(["opening-code"]),
            device=device,
            kept=OpenedOn(*browser_and_system(PHONE), "").kept(),
            last_out=None,
        )


def test_after_five_in_a_day_one_message_says_that_there_are_more_and_the_history_lists_all(
    world: Any, layla: UUID
) -> None:
    enter_from(layla, "device-0")
    until_tomorrow(world)
    enter_from(layla, *(f"device-{number}" for number in range(1, 14)))
    assert in_a_day(world, "من جهاز جديد") == 5 * 2, "phone and e-mail"
    assert in_a_day(world, "من أجهزة جديدة") == 2, "one summary to each address"
    assert Event.objects.filter(subject=layla, type="account.sign_in").count() == 14
    sent = next(text for _, text in world.pocket.texts if "من أجهزة جديدة" in text)
    assert Client().post(link_in(sent)).status_code in {200, 302}
    assert holder(layla).state == "suspended", "the summary's link stops it as each of the others would"


def test_the_next_day_each_is_told_again(world: Any, layla: UUID) -> None:
    enter_from(layla, *(f"device-{number}" for number in range(9)))
    before = in_a_day(world, "من جهاز جديد")
    until_tomorrow(world)
    enter_from(layla, "another-device")
    assert in_a_day(world, "من جهاز جديد") == before + 2


def until_tomorrow(world: Any) -> None:
    """To an hour after the next midnight in Riyadh."""
    gone = clock.now() - clock.midnight()
    world.wait(25 * 3600 - int(gone.total_seconds()))
