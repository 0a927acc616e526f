"""Recovery codes: ten, shown once for paper, after a fresh proof, and new ones end the old ones."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.core import clock
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.recovery_codes import make_recovery_codes
from bawaba.identity.codes.models import OneTimeCode
from bawaba.identity.codes.retention import purge_codes
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from people import activated, at, confirmed, logged_in, with_email
from phone_apps import made_codes, shown_codes, waiting
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/recovery-codes"
EMAIL = "layla@example.com"


def account_of(world: Any, slug: str = "layla") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", EMAIL)
    return logged_in(world, "layla")


def told(world: Any, words: str) -> set[str]:
    world.deliver()
    sent = [*world.pocket.texts, *((to, text) for to, _, text in world.mailbag.mails)]
    return {to for to, text in sent if words in text}


def good() -> int:
    return OneTimeCode.objects.filter(purpose="recovery", used_at__isnull=True).count()


def test_ten_codes_of_sixty_bits_are_shown_once_on_a_page_for_paper(world: Any, layla: Client) -> None:
    codes = made_codes(layla)
    assert len(codes) == 10
    assert all(len(one.replace("-", "")) == 12 for one in codes), "of an alphabet of 32"
    again = layla.get(PAGE)
    assert not shown_codes(again.content.decode())
    assert "بقي منها" in again.content.decode()
    assert holder(account_of(world)).recovery_codes == good() == 10
    assert told(world, "أُنشئت رموز احتياطية جديدة") == {world.cast["layla"]["phone"], EMAIL}
    assert "١٠" in layla.get("/settings").content.decode()


def test_the_page_that_shows_them_is_printed_without_the_rest_and_kept_by_nobody(layla: Client) -> None:
    layla.post(PAGE, {"seen": "0"})
    answer = layla.get(PAGE)
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "data-print" in page
    assert '<section class="sheet">' in page
    main = page[page.index("<main") : page.index("</main>")]
    outside = re.sub(r"(?s)<section class=.sheet.>.*?</section>", "", main)
    assert "no-print" in outside
    assert len(re.findall("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", main)) == 20, "on the screen and on paper"


def test_nothing_readable_of_them_is_kept(layla: Client) -> None:
    shown = made_codes(layla)
    codes = [one.replace("-", "") for one in shown]
    kept = [bytes(one) for one in OneTimeCode.objects.values_list("digest", flat=True)]
    said = str([*Event.objects.values_list("data", flat=True), *Outbox.objects.values_list("payload", flat=True), kept])
    assert not [one for one in codes if one in said]
    assert not {*shown} & {*shown_codes(str(dict(layla.session)))}, "the page took them out of the session"


def test_a_second_click_makes_none_and_the_page_shows_those_of_the_first(layla: Client) -> None:
    for _ in range(2):
        assert layla.post(PAGE, {"seen": "0"})["Location"] == PAGE
    assert len(shown_codes(layla.get(PAGE).content.decode())) == 10
    assert good() == 10
    assert Event.objects.filter(type="account.make_recovery_codes").count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "٠", "7", "9" * 30])
def test_a_page_of_another_set_makes_none(layla: Client, seen: str) -> None:
    assert layla.post(PAGE, {"seen": seen})["Location"] == PAGE
    assert good() == 0


def test_new_ones_end_the_old_ones_and_the_purge_takes_those_a_day_later(world: Any, layla: Client) -> None:
    old, new = made_codes(layla), made_codes(layla)
    assert not {*old} & {*new}
    assert good() == 10
    world.wait(25 * 3600)
    purge_codes(clock.now())
    assert OneTimeCode.objects.filter(purpose="recovery").count() == good() == 10


def test_ending_them_is_told_and_can_be_clicked_twice(world: Any, layla: Client) -> None:
    made_codes(layla)
    for _ in range(2):
        assert layla.post(PAGE, {"off": "yes"})["Location"] == PAGE
    assert good() == holder(account_of(world)).recovery_codes == 0
    assert told(world, "أُوقفت الرموز الاحتياطية") == {world.cast["layla"]["phone"], EMAIL}
    assert Event.objects.filter(type="account.end_recovery_codes").count() == 1
    assert len(made_codes(layla)) == 10


def test_codes_that_were_ended_before_they_were_looked_at_are_not_shown(layla: Client) -> None:
    layla.post(PAGE, {"seen": "0"})
    layla.post(PAGE, {"off": "yes"})
    assert not shown_codes(layla.get(PAGE).content.decode())


def test_long_after_logging_in_the_password_comes_first_and_then_it_is_done(world: Any, layla: Client) -> None:
    world.wait(5 * 60 + 1)
    assert layla.get(PAGE)["Location"].startswith("/confirm?")
    kept = re.findall(r"kept=([\w-]+)", layla.post(PAGE, {"seen": "0"})["Location"])[0]
    assert good() == 0
    assert confirmed(world, layla, {"kept": kept})["Location"] == PAGE
    assert len(shown_codes(layla.get(PAGE).content.decode())) == 10


def test_making_is_bounded_a_day(layla: Client) -> None:
    for _ in range(10):
        made_codes(layla)
    page = layla.get(PAGE).content.decode()
    answer = layla.post(PAGE, {"seen": re.findall(r'name="seen" value="(\d+)"', page)[0]})
    assert answer.status_code == 429
    assert "مرات كثيرة" in answer.content.decode()
    assert good() == 10, "the last ones stay good"


def test_sami_makes_and_ends_his_own_alone(world: Any, layla: Client) -> None:
    made_codes(layla)
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    made_codes(sami)
    sami.post(PAGE, {"off": "yes"})
    assert holder(account_of(world)).recovery_codes == good() == 10


def test_without_a_log_in_it_leads_there() -> None:
    assert at().get(PAGE)["Location"].startswith("/login")


def test_history_names_what_was_done_with_them(world: Any, layla: Client) -> None:
    code = made_codes(layla)[0]
    browser = waiting(world, "layla")
    browser.post("/login/code?way=recovery", {"code": code})
    browser.post(PAGE, {"off": "yes"})
    page = browser.get("/settings/history").content.decode()
    for words in ("أُنشئت رموز احتياطية", "دخول برمز احتياطي", "أُوقفت الرموز الاحتياطية"):
        assert words in page


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_make_them_at_once_one_gets_ten(world: Any, trials: Any) -> None:
    activated(world, "layla")
    client = logged_in(world, "layla")
    account, key = account_of(world), client.cookies["session"].value
    for number in range(trials(8)):
        made = at_once(
            [
                lambda n=number: make_recovery_codes(account=account, seen=n, session_key=key, by=SYSTEM)
                for _ in range(8)
            ]
        )
        assert sorted(len(one) for one in made) == [0] * 7 + [10]
        assert good() == holder(account).recovery_codes == 10
