"""An authenticator app: active once a right code of it was typed, after a fresh proof, told to every address."""

import re
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from bawaba.identity.accounts.authenticator_app import set_up_app
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.web.portal.my_app import BEING_SET_UP
from people import activated, at, confirmed, logged_in, with_email
from phone_apps import PAGE, scanned, waiting, with_app
from races import at_once

pytestmark = pytest.mark.django_db
EMAIL = "layla@example.com"
REMOVE = f"{PAGE}/remove"


def account_of(world: Any, slug: str = "layla") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", EMAIL)
    return logged_in(world, "layla")


def told(world: Any, words: str) -> dict[str, str]:
    """Who was told it, and in which words."""
    world.deliver()
    sent = [*world.pocket.texts, *((to, text) for to, _, text in world.mailbag.mails)]
    return {to: text for to, text in sent if words in text}


def happened(verb: str) -> int:
    return Event.objects.filter(type=f"account.{verb}").count()


def test_the_page_shows_a_code_to_scan_and_the_same_letters_until_one_is_typed(world: Any, layla: Client) -> None:
    page = layla.get(PAGE)
    text = page.content.decode()
    app = scanned(layla)
    letters = re.findall(r'<code dir="ltr">([A-Z2-7 ]+)</code>', text)[0]
    assert letters.replace(" ", "") == app.secret
    assert "<svg" in text
    assert "otpauth://totp/layla?" in text
    assert page["Cache-Control"] == "no-store"
    assert not Authenticator.objects.exists(), "nothing counts before a right code"
    assert not holder(account_of(world)).has_app


def test_a_right_code_makes_it_count_and_every_address_is_told(world: Any, layla: Client) -> None:
    app = with_app(layla)
    page = layla.get(PAGE).content.decode()
    assert app.secret not in page.replace(" ", "")
    assert "otpauth" not in page
    assert "أزل التطبيق" in page
    assert holder(account_of(world)).has_app
    assert set(told(world, "أُعدّ تطبيق مصادقة")) == {world.cast["layla"]["phone"], EMAIL}
    assert happened("add_app") == 1


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567"])
def test_a_code_of_no_shape_is_said_beside_the_field_and_the_letters_stay(layla: Client, typed: str) -> None:
    app = scanned(layla)
    page = layla.post(PAGE, {"code": typed}).content.decode()
    assert 'aria-invalid="true"' in page
    assert app.secret in page.replace(" ", "")
    assert not Authenticator.objects.exists()


def test_a_wrong_code_sets_nothing_up_and_the_next_right_one_does(layla: Client) -> None:
    app = scanned(layla)
    assert layla.post(PAGE, {"code": app.wrong()}).status_code == 200
    assert not Authenticator.objects.exists()
    assert layla.post(PAGE, {"code": app.shows()}).status_code == 302
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("digits", ["arab", "spaced"])
def test_a_code_may_be_typed_in_arabic_digits_and_with_spaces(layla: Client, digits: str) -> None:
    code = scanned(layla).shows()
    typed = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if digits == "arab" else f"{code[:3]} {code[3:]}"
    assert layla.post(PAGE, {"code": typed}).status_code == 302


def test_a_second_click_is_one_app_and_the_same_answer(layla: Client) -> None:
    code = scanned(layla).shows()
    answers = [layla.post(PAGE, {"code": code})["Location"] for _ in range(2)]
    assert answers == [PAGE, PAGE]
    assert happened("add_app") == 1


def test_the_secret_lies_nowhere_in_clear(world: Any, layla: Client) -> None:
    app = scanned(layla)
    kept = layla.session[BEING_SET_UP]
    assert app.secret not in kept
    layla.post(PAGE, {"code": app.shows()})
    row = Authenticator.objects.get()
    assert app.secret not in str(row.data)
    assert row.data == {"secret": kept}, "sealed under the account's own key"
    assert BEING_SET_UP not in layla.session
    assert app.secret not in str(list(Event.objects.values_list("data", flat=True)))


def test_long_after_logging_in_the_password_comes_first(world: Any, layla: Client) -> None:
    app = scanned(layla)
    world.wait(5 * 60 + 1)
    for ask in (lambda: layla.get(PAGE), lambda: layla.post(PAGE, {"code": app.shows()}), lambda: layla.post(REMOVE)):
        assert ask()["Location"].startswith("/confirm?")
    assert not Authenticator.objects.exists()
    confirmed(world, layla, {"next": PAGE})
    assert scanned(layla).secret == app.secret, "the app has scanned it already"


def test_removing_it_is_told_and_can_be_clicked_twice(world: Any, layla: Client) -> None:
    with_app(layla)
    for _ in range(2):
        assert layla.post(REMOVE)["Location"] == "/settings?changed=app-removed"
    assert "أُزيل التطبيق" in layla.get("/settings?changed=app-removed").content.decode()
    assert set(told(world, "أُزيل تطبيق المصادقة")) == {world.cast["layla"]["phone"], EMAIL}
    assert happened("remove_app") == 1
    assert not Authenticator.objects.exists()
    assert scanned(layla), "and another can be set up"


def test_removing_long_after_logging_in_goes_on_after_the_password(world: Any, layla: Client) -> None:
    app = with_app(layla)
    world.wait(5 * 60 + 1)
    kept = re.findall(r"kept=([\w-]+)", layla.post(REMOVE)["Location"])[0]
    assert Authenticator.objects.exists()
    answer = confirmed(world, layla, {"kept": kept}, app=app)
    assert answer["Location"] == "/settings?changed=app-removed"
    assert not Authenticator.objects.exists()


def test_settings_say_that_messages_are_the_weaker_way_until_there_is_an_app(layla: Client) -> None:
    weaker = "رمز الرسالة أضعف الطرق"
    assert weaker in layla.get("/settings").content.decode()
    with_app(layla)
    assert weaker not in layla.get("/settings").content.decode()


def test_either_address_can_stop_it(world: Any, layla: Client) -> None:
    with_app(layla)
    link = re.findall(r"http://testserver(/not-you/\S+)", told(world, "أُعدّ تطبيق مصادقة")[EMAIL])[0]
    at().post(link)
    assert holder(account_of(world)).state == "suspended"


def test_an_app_of_layla_is_none_of_samis(world: Any, layla: Client) -> None:
    app = with_app(layla)
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert scanned(sami).secret != app.secret
    assert sami.post(PAGE, {"code": app.shows()}).status_code == 200
    assert sami.post(REMOVE).status_code == 302
    assert holder(account_of(world)).has_app
    assert not holder(account_of(world, "sami")).has_app


def test_ten_changes_a_day_are_enough(layla: Client) -> None:
    for _ in range(10):
        with_app(layla)
        layla.post(REMOVE)
    answer = layla.post(PAGE, {"code": scanned(layla).shows()})
    assert answer.status_code == 429
    assert "مرات كثيرة" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_without_a_log_in_both_addresses_lead_to_it() -> None:
    assert at().get(PAGE)["Location"].startswith("/login")
    assert at().post(REMOVE)["Location"].startswith("/login")


def test_the_code_that_set_it_up_logs_nobody_in(world: Any, layla: Client) -> None:
    app = scanned(layla)
    browser = waiting(world, "layla")
    used = app.shows()
    layla.post(PAGE, {"code": used})
    assert browser.post("/login/code?way=totp", {"code": used}).status_code == 200
    assert browser.get("/home").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_set_ups_at_once_one_app_counts_and_the_other_page_says_so(world: Any, trials: Any) -> None:
    activated(world, "layla")
    pair = [logged_in(world, "layla") for _ in range(2)]
    account = account_of(world)
    for number in range(trials(10)):
        apps = [scanned(client) for client in pair]
        jobs = [
            lambda c=client, a=app: c.post(PAGE, {"code": a.shows()}) for client, app in zip(pair, apps, strict=True)
        ]
        places = sorted(answer["Location"] for answer in at_once(jobs))
        assert places == [PAGE, f"{PAGE}?other"]
        assert Authenticator.objects.count() == 1
        assert happened("add_app") == number + 1
        Account.objects.filter(uuid=account).update(app_step=None)
        Authenticator.objects.all().delete()
        world.wait(9 * 3600)
        pair = [logged_in(world, "layla") for _ in range(2)]
    assert "تطبيق آخر" not in pair[0].get(f"{PAGE}?other").content.decode(), "only where one counts"


@pytest.mark.django_db(transaction=True)
def test_a_set_up_by_a_session_that_ended_meanwhile_sets_nothing_up(world: Any) -> None:
    activated(world, "layla")
    client = logged_in(world, "layla")
    app, kept, key = scanned(client), client.session[BEING_SET_UP], client.cookies["session"].value
    client.post("/settings/log-out-everywhere")
    with pytest.raises(SessionOver):
        set_up_app(account=account_of(world), sealed=kept, text=app.shows(), session_key=key, by=SYSTEM)
    assert not Authenticator.objects.exists()
