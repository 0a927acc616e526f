"""The second step of a log-in: the app first where there is one, a message only where it is the way taken, a code from paper."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.identity.accounts import authenticator_app
from bawaba.identity.accounts.authenticator_app import remove_app
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.opening import mark_phone_lost, rebind_account
from bawaba.identity.accounts.passwords import change_password
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.clients.rules import amr_of
from bawaba.identity.codes.models import Tally
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import PASSWORD, activated, at, give_details, logged_in
from phone_apps import App, made_codes, scanned, waiting, with_app
from races import at_once

pytestmark = pytest.mark.django_db
CODE = "/login/code"
BY_MESSAGE, BY_APP, FROM_PAPER = "جوال حسابك", "افتح تطبيق المصادقة", "على ورق"
WAYS = {"totp": BY_APP, "sms": BY_MESSAGE, "recovery": FROM_PAPER}


def account_of(world: Any, slug: str = "omar") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


@pytest.fixture
def omar(world: Any) -> Client:
    """Logged in, without another way yet."""
    activated(world, "omar")
    return logged_in(world, "omar")


@pytest.fixture
def app(omar: Client) -> App:
    return with_app(omar)


def enter(client: Client, code: str, way: str = "totp") -> Any:
    return client.post(f"{CODE}?way={way}", {"code": code})


def texts(world: Any) -> int:
    world.deliver()
    return sum("رمز الدخول" in text for _, text in world.pocket.texts)


def sign_ins(ways: str) -> int:
    return Event.objects.filter(type="account.sign_in", data__ways=ways).count()


def sessions() -> int:
    return Session.objects.exclude(account=None).count()


def offered(page: str) -> set[str]:
    """Ways to which the page leads besides its own."""
    found = {way for way in ("totp", "recovery") if f'href="{CODE}?way={way}"' in page}
    return found | ({"sms"} if 'action="/login/sms"' in page else set())


# Which way is asked first, and what is offered


def test_with_an_app_its_code_is_asked_first_and_no_message_is_sent(world: Any, app: App) -> None:
    before = texts(world)
    browser = waiting(world, "omar")
    page = browser.get(CODE).content.decode()
    assert BY_APP in page
    assert offered(page) == {"sms"}
    assert enter(browser, app.shows())["Location"] == "/home"
    assert browser.get("/home").status_code == 200
    assert texts(world) == before
    assert sign_ins("password+totp") == 1


def test_without_an_app_the_message_comes_as_ever_and_the_page_offers_the_app(world: Any, omar: Client) -> None:
    before = texts(world)
    browser = waiting(world, "omar")
    page = browser.get(CODE).content.decode()
    assert BY_MESSAGE in page
    assert "أضعف الطرق" in page
    assert 'name="app"' in page, "the stronger way is offered on the same page"
    assert offered(page) == set()
    assert texts(world) == before + 1


def test_who_wants_the_app_is_led_to_it_after_logging_in_and_by_a_second_click_too(world: Any, omar: Client) -> None:
    browser = waiting(world, "omar")
    world.deliver()
    typed = {"code": world.pocket.code(world.cast["omar"]["phone"]), "app": "yes"}
    key = browser.cookies["session"].value
    assert browser.post(f"{CODE}?way=sms", typed)["Location"] == "/settings/app"
    assert scanned(browser), "no password is asked for in between"
    impatient = at()
    impatient.cookies["session"] = key
    assert impatient.post(f"{CODE}?way=sms", typed)["Location"] == "/settings/app"


def test_a_wrong_code_keeps_the_wish_for_the_app(world: Any, omar: Client) -> None:
    browser = waiting(world, "omar")
    page = browser.post(CODE, {"code": "12", "app": "yes"}).content.decode()
    assert re.search(r'name="app" value="yes" checked', page)


def test_the_message_instead_of_the_app_is_sent_when_it_is_taken_and_once(world: Any, app: App) -> None:
    browser, before = waiting(world, "omar"), texts(world)
    for _ in range(2):
        assert browser.post("/login/sms")["Location"] == f"{CODE}?way=sms"
    assert texts(world) == before + 1
    page = browser.get(f"{CODE}?way=sms").content.decode()
    assert BY_MESSAGE in page
    assert 'name="app"' not in page
    assert offered(page) == {"totp"}
    assert enter(browser, world.pocket.code(world.cast["omar"]["phone"]), "sms")["Location"] == "/home"
    assert sign_ins("password+sms") == 2


def test_whoever_sees_the_form_of_a_message_may_go_back_to_the_app(world: Any, app: App) -> None:
    browser = waiting(world, "omar")
    browser.post("/login/sms")
    assert enter(browser, app.shows())["Location"] == "/home"


def test_a_way_that_the_account_does_not_have_is_not_shown(world: Any, omar: Client) -> None:
    browser = waiting(world, "omar")
    for way in ("totp", "recovery", "opening-code", "", "<b>"):
        assert BY_MESSAGE in browser.get(CODE, {"way": way}).content.decode()


def test_all_three_are_offered_to_who_has_them(world: Any, omar: Client, app: App) -> None:
    made_codes(omar)
    browser = waiting(world, "omar")
    for way, words in WAYS.items():
        page = browser.get(CODE, {"way": way}).content.decode()
        assert words in page
        assert offered(page) == {*WAYS} - {way}


@pytest.mark.parametrize(
    ("way", "title"), [("totp", "Code from your app"), ("sms", "Log-in code"), ("recovery", "Recovery code")]
)
def test_each_way_reads_in_english_and_is_named_in_its_title(world: Any, omar: Client, way: str, title: str) -> None:
    with_app(omar)
    made_codes(omar)
    browser = waiting(world, "omar")
    browser.cookies["reading"] = "language=en"
    page = browser.get(CODE, {"way": way}).content.decode()
    assert re.search(rf"<title>\s*{title}\b", page)
    assert f"<h1>{title}</h1>" in page


def test_the_pages_of_both_ways_read_in_english(world: Any, omar: Client) -> None:
    omar.post("/settings/save", {"language": "en"})
    assert "Scan this with the app" in omar.get("/settings/app").content.decode()
    with_app(omar)
    assert "Remove the app" in omar.get("/settings/app").content.decode()
    assert "You have none now" in omar.get("/settings/recovery-codes").content.decode()
    made_codes(omar)
    assert "10 left" in omar.get("/settings/recovery-codes").content.decode()


def test_whose_phone_was_lost_comes_in_by_app_or_paper_and_is_offered_no_message(world: Any, omar: Client) -> None:
    app, codes = with_app(omar), made_codes(omar)
    account = account_of(world)
    mark_phone_lost(account=account, phone=world.cast["omar"]["phone"], by=SYSTEM)
    browser, before = waiting(world, "omar"), texts(world)
    page = browser.get(f"{CODE}?way=sms").content.decode()
    assert BY_APP in page
    assert offered(page) == {"recovery"}
    assert enter(browser, app.shows())["Location"] == "/home"
    remove_app(account=account, session_key=browser.cookies["session"].value, by=SYSTEM)
    browser = waiting(world, "omar")
    assert FROM_PAPER in browser.get(CODE).content.decode()
    assert enter(browser, codes[0], "recovery")["Location"] == "/home"
    assert texts(world) == before


def test_no_message_is_promised_that_is_not_offered(world: Any, app: App, omar: Client) -> None:
    mark_phone_lost(account=account_of(world), phone=world.cast["omar"]["phone"], by=SYSTEM)
    before, browser = texts(world), waiting(world, "omar")
    for address in ("/login/resend", "/login/sms"):
        assert browser.post(address)["Location"] == "/login/code"
    assert texts(world) == before


def test_a_code_that_lies_on_a_lost_phone_opens_nothing(world: Any, omar: Client) -> None:
    thief = waiting(world, "omar")
    world.deliver()
    code = world.pocket.code(world.cast["omar"]["phone"])
    mark_phone_lost(account=account_of(world), phone=world.cast["omar"]["phone"], by=SYSTEM)
    assert enter(thief, code, "sms").status_code == 200
    assert thief.get("/home").status_code == 302


def test_before_the_password_nothing_tells_who_has_an_app(world: Any, app: App) -> None:
    world.wait(31)
    activated(world, "sami")
    seen = []
    for slug in ("omar", "sami", "nobody"):
        browser = at()
        answer = browser.post("/login", {"name": slug, "password": "some-password"})
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        others = [browser.get(f"{CODE}?way={way}")["Location"] for way in WAYS]
        others += [
            browser.post("/login/sms")["Location"],
            browser.post(f"{CODE}?way=totp", {"code": "123456"})["Location"],
        ]
        seen.append((answer.status_code, text, others))
    assert seen[0] == seen[1] == seen[2]
    assert set(seen[0][2]) == {"/login"}


@pytest.mark.parametrize("address", [CODE, "/login/sms", "/login/resend"])
def test_who_waits_for_nothing_begins_at_the_log_in(address: str) -> None:
    assert at().post(address)["Location"] == "/login"


# The app's code


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_that_is_a_step_off_does_not_matter(world: Any, app: App, later: int) -> None:
    assert enter(waiting(world, "omar"), app.shows(later))["Location"] == "/home"


@pytest.mark.parametrize("later", [-3, -2, 2, 3])
def test_one_that_is_further_off_does(world: Any, app: App, later: int) -> None:
    browser = waiting(world, "omar")
    answer = enter(browser, app.shows(later))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert sessions() == 1, "the one that set it up"


def test_a_step_that_was_used_is_over_in_every_browser_and_so_are_those_before_it(world: Any, app: App) -> None:
    first, second = waiting(world, "omar"), waiting(world, "omar")
    ahead, now = app.shows(1), app.shows()
    assert enter(first, ahead)["Location"] == "/home"
    assert enter(second, ahead).status_code == 200
    assert enter(second, now).status_code == 200
    assert sign_ins("password+totp") == 1
    world.wait(60)
    assert enter(second, app.shows())["Location"] == "/home"


def test_five_wrong_codes_close_this_log_in_to_the_right_one_and_the_next_log_in_is_open(world: Any, app: App) -> None:
    browser = waiting(world, "omar")
    for _ in range(5):
        assert enter(browser, app.wrong()).status_code == 200
    assert enter(browser, app.shows()).status_code == 200
    assert browser.get("/home").status_code == 302
    assert enter(waiting(world, "omar"), app.shows())["Location"] == "/home"


def test_ten_in_a_row_close_the_app_for_a_quarter_of_an_hour_and_not_the_message(world: Any, app: App) -> None:
    for _ in range(2):
        browser = waiting(world, "omar")
        for _ in range(5):
            enter(browser, app.wrong())
    assert enter(waiting(world, "omar"), app.shows()).status_code == 200
    browser = waiting(world, "omar")
    browser.post("/login/sms")
    world.deliver()
    assert enter(browser, world.pocket.code(world.cast["omar"]["phone"]), "sms")["Location"] == "/home"
    world.wait(16 * 60)
    assert enter(waiting(world, "omar"), app.shows())["Location"] == "/home"


def test_strangers_who_close_the_app_close_nothing_to_the_holders_own_browser(
    world: Any, omar: Client, app: App
) -> None:
    for _ in range(2):
        browser = waiting(world, "omar")
        for _ in range(5):
            enter(browser, app.wrong())
    assert enter(waiting(world, "omar"), app.shows()).status_code == 200, "strangers wait"
    omars = at()
    omars.cookies["device"] = omar.cookies["device"].value
    assert enter(waiting(world, "omar", omars), app.shows())["Location"] == "/home"


def test_many_in_a_row_close_the_app_to_devices_it_does_not_know_until_the_holder_came_in_another_way(
    world: Any, omar: Client, app: App, settings: Any
) -> None:
    settings.LIMITS = replace(settings.LIMITS, password_failures=9)
    for _ in range(3):
        browser = waiting(world, "omar")
        for _ in range(4):
            enter(browser, app.wrong())
        world.wait(16 * 60)
    stranger = waiting(world, "omar")
    assert enter(stranger, app.shows()).status_code == 200
    omars = at()
    omars.cookies["device"] = omar.cookies["device"].value
    assert enter(waiting(world, "omar", omars), app.shows())["Location"] == "/home", "his own browser is not closed"
    for _ in range(3):
        browser = waiting(world, "omar")
        for _ in range(4):
            enter(browser, app.wrong())
        world.wait(33 * 60)
    by_message = waiting(world, "omar")
    by_message.post("/login/sms")
    world.deliver()
    assert enter(by_message, world.pocket.code(world.cast["omar"]["phone"]), "sms")["Location"] == "/home"
    assert enter(waiting(world, "omar"), app.shows())["Location"] == "/home"


def test_a_right_code_ends_the_row_of_wrong_ones_and_leaves_no_row_of_its_log_in(world: Any, app: App) -> None:
    grown = []
    for _ in range(3):
        browser = waiting(world, "omar")
        rows = Tally.objects.count()
        for _ in range(4):
            enter(browser, app.wrong())
        assert enter(browser, app.shows())["Location"] == "/home"
        grown.append(Tally.objects.count() - rows)
    assert grown[1:] == [0, 0], "the account's own are there since the first"


def test_the_app_of_another_opens_nothing(world: Any, app: App) -> None:
    world.wait(31)
    activated(world, "sami")
    of_sami = with_app(logged_in(world, "sami"))
    browser = waiting(world, "omar")
    assert enter(browser, of_sami.shows()).status_code == 200
    assert browser.get("/home").status_code == 302


def test_the_second_click_lands_where_the_first_one_did_with_no_second_session(world: Any, app: App) -> None:
    browser = waiting(world, "omar")
    before, code = browser.cookies["session"].value, app.shows()
    assert enter(browser, code)["Location"] == "/home"
    impatient = at()
    impatient.cookies["session"] = before
    assert enter(impatient, code)["Location"] == "/home"
    assert impatient.cookies["session"].value == browser.cookies["session"].value
    assert sign_ins("password+totp") == 1
    other = at()
    other.cookies["session"] = before
    assert enter(other, app.wrong())["Location"] == "/login"


def test_an_app_that_is_removed_while_its_code_is_read_opens_nothing(world: Any, omar: Client) -> None:
    app = with_app(omar)
    browser = waiting(world, "omar")
    omar.post("/settings/app/remove")
    enter(browser, app.shows())
    assert browser.get("/home").status_code == 302


def test_after_a_rebind_neither_app_nor_codes_of_before_are_there(world: Any, omar: Client) -> None:
    app, codes = with_app(omar), made_codes(omar)
    browser = waiting(world, "omar")
    account = account_of(world)
    rebind_account(account=account, phone="+966500000009", assurance=2, attended=True, then=[], by=SYSTEM)
    assert enter(browser, app.shows())["Location"] == "/login"
    who = holder(account)
    assert (who.has_app, who.recovery_codes) == (False, 0)
    change_password(account=account, password=PASSWORD, session_key=None, by=SYSTEM)
    browser = waiting(world, "omar")
    assert BY_MESSAGE in browser.get(CODE).content.decode()
    for way, code in (("totp", app.shows()), ("recovery", codes[0])):
        enter(browser, code, way)
    assert browser.get("/home").status_code == 302


# A code from paper


def test_a_recovery_code_works_once_and_every_address_hears_how_many_are_left(world: Any, omar: Client) -> None:
    codes = made_codes(omar)
    browser = waiting(world, "omar")
    assert enter(browser, codes[3], "recovery")["Location"] == "/home"
    assert sign_ins("password+recovery") == 1
    world.deliver()
    assert any("برمز احتياطي" in text and "الرموز الباقية: 9" in text for _, text in world.pocket.texts)
    assert holder(account_of(world)).recovery_codes == 9
    again = waiting(world, "omar")
    answer = enter(again, codes[3], "recovery")
    assert answer.status_code == 200
    assert codes[3] not in answer.content.decode()
    assert enter(again, codes[4], "recovery")["Location"] == "/home"


def test_it_may_be_typed_small_and_without_hyphens(world: Any, omar: Client) -> None:
    code = made_codes(omar)[0]
    assert enter(waiting(world, "omar"), code.replace("-", " ").lower(), "recovery")["Location"] == "/home"


def test_codes_of_before_the_new_ones_are_over(world: Any, omar: Client) -> None:
    old, new = made_codes(omar), made_codes(omar)
    browser = waiting(world, "omar")
    assert enter(browser, old[0], "recovery").status_code == 200
    assert enter(browser, new[0], "recovery")["Location"] == "/home"


def test_a_code_of_another_opens_nothing_and_stays_good(world: Any, omar: Client) -> None:
    made_codes(omar)
    world.wait(31)
    activated(world, "sami")
    of_sami = made_codes(logged_in(world, "sami"))
    assert enter(waiting(world, "omar"), of_sami[0], "recovery").status_code == 200
    assert enter(waiting(world, "sami"), of_sami[0], "recovery")["Location"] == "/home"


def test_five_guesses_at_paper_close_this_log_in_and_no_code_is_lost(world: Any, omar: Client) -> None:
    codes = made_codes(omar)
    browser = waiting(world, "omar")
    for number in range(5):
        enter(browser, f"0000-0000-000{number}", "recovery")
    assert enter(browser, codes[0], "recovery").status_code == 200
    assert enter(waiting(world, "omar"), codes[0], "recovery")["Location"] == "/home"


def test_the_second_click_with_a_code_from_paper_spends_one(world: Any, omar: Client) -> None:
    code = made_codes(omar)[0]
    browser = waiting(world, "omar")
    before = browser.cookies["session"].value
    enter(browser, code, "recovery")
    impatient = at()
    impatient.cookies["session"] = before
    assert enter(impatient, code, "recovery")["Location"] == "/home"
    assert holder(account_of(world)).recovery_codes == 9


# In the same moment


def clicks(browsers: list[Client], code: str, way: str) -> list[Any]:
    """Each in a browser of its own that holds the same cookies."""
    copies = []
    for one in browsers:
        copies.append(at())
        for name, cookie in one.cookies.items():
            copies[-1].cookies[name] = cookie.value
    return at_once([lambda own=own: enter(own, code, way) for own in copies])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["totp", "recovery"])
@pytest.mark.parametrize("place", ["one browser", "eight browsers"])
def test_one_code_by_eight_at_once_opens_one_session(world: Any, trials: Any, way: str, place: str) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    app, codes = with_app(client), made_codes(client)
    rounds = trials(8)
    for number in range(rounds):
        browsers = (
            [waiting(world, "omar")] * 8 if place == "one browser" else [waiting(world, "omar") for _ in range(8)]
        )
        before = sessions()
        answers = clicks(browsers, app.shows() if way == "totp" else codes[number], way)
        assert not [one for one in answers if isinstance(one, Exception)], answers
        assert sign_ins(f"password+{way}") == number + 1
        assert sessions() == before + 1
        led_home = sum(one.status_code == 302 and one["Location"] == "/home" for one in answers)
        assert led_home == 1 if place == "eight browsers" else led_home >= 1
        world.wait(16 * 60)
    assert holder(account_of(world)).recovery_codes == 10 - (rounds if way == "recovery" else 0)


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_one_log_in_get_five_comparisons(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    activated(world, "omar")
    app = with_app(logged_in(world, "omar"))
    browser, seen = waiting(world, "omar"), []
    step_of = authenticator_app._step_of
    monkeypatch.setattr(authenticator_app, "_step_of", lambda *said, **more: seen.append(1) or step_of(*said, **more))
    clicks([browser] * 40, app.wrong(), "totp")
    assert len(seen) == 5
    assert enter(browser, app.shows()).status_code == 200


def test_a_session_opened_by_paper_or_app_is_told_to_agencies_as_it_was() -> None:
    assert amr_of(["password", "totp"]) == ("pwd", "otp", "mfa")
    assert amr_of(["password", "recovery"]) == ("pwd", "otp", "mfa")


def test_the_name_alone_never_leads_to_the_second_step(world: Any, app: App) -> None:
    assert not give_details(at(), "omar", "some-password")
