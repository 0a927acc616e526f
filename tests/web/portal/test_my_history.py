"""What happened on my account: in plain words, mine alone, by key, and "I did not do this" stops it (R9)."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import Agency
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.models import Repudiation
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.repudiation import repudiate_event
from bawaba.identity.review.models import NotYouCase
from bawaba.journal.catalogue import event_types
from bawaba.journal.commands import record
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Actor, Happening
from bawaba.journal.queries import PAGE
from bawaba.web.portal.happened import HAPPENED, REPUDIABLE
from people import activated, at, give_details, logged_in, origin
from races import at_once

pytestmark = pytest.mark.django_db
HISTORY = "/settings/history"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"


def account_of(world: Any, slug: str = "layla") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla", Client(REMOTE_ADDR=origin().address, HTTP_USER_AGENT=PHONE))


def page(client: Client, before: str = "") -> str:
    return str(client.get(HISTORY, {"before": before} if before else {}).content.decode())


def denial_of(type_: str) -> str:
    return f"{HISTORY}/{Event.objects.filter(type=type_).order_by('-pk')[0].uuid}/not-me"


def test_every_event_has_a_form_in_which_it_is_told_and_is_one_that_is_recorded() -> None:
    assert set(HAPPENED) <= set(event_types())
    assert set(HAPPENED) >= REPUDIABLE
    for said in HAPPENED.values():
        assert set(re.findall(r"\{(\w+)\}", said.ar)) == set(re.findall(r"\{(\w+)\}", said.en)) <= {"party"}


def test_it_begins_with_the_newest_and_says_where(world: Any, layla: Client) -> None:
    shown = page(layla)
    assert shown.index("دخول إلى حسابك") < shown.index("فُعّل حسابك")
    assert "سفاري على آيفون" in shown
    assert "جهاز السوق الكبير" in shown, "where it was activated"
    assert "أول دخول من هذا الجهاز" in shown
    layla.post("/settings/save", {"language": "en"})
    shown = page(layla)
    assert "A log-in to your account" in shown
    assert "Grand Market kiosk" in shown


def test_what_an_agency_read_is_told_claim_by_claim_and_no_more(world: Any, layla: Client) -> None:
    agency = Agency()
    agency.read(agency.tokens(layla, scope="openid profile")["access_token"])
    shown = page(layla)
    told = re.search(r"قرأت بلدية العاصمة من بياناتك.*?</li>", shown, re.DOTALL)
    assert told
    assert "اسمك، لغتك" in told[0]
    assert "رقم هويتك" not in told[0]
    assert "رقم جوالك" not in told[0]
    assert 'href="/agencies/"' in told[0]
    assert "not-me" not in told[0], "it was the agency, not somebody in her name"
    logged = re.search(r"دخول إلى بلدية العاصمة بحسابك.*?</li>", shown, re.DOTALL)
    assert logged
    assert "not-me" in logged[0], "somebody may have done that in her name"
    assert "موافقة على أن تعرف عنك بلدية العاصمة" in shown


def test_nobody_who_worked_on_it_and_no_number_is_named(world: Any, layla: Client) -> None:
    account = account_of(world)
    move_account(account=account, move="suspend", by=Actor("officer", "0f6f1c9e-officer", "desk-9"))
    move_account(account=account, move="reinstate", by=Actor("officer", "0f6f1c9e-officer", "desk-9"))
    layla = logged_in(world, "layla", layla)
    shown = page(layla)
    assert "رُفع الإيقاف عن حسابك" in shown
    assert "<small>موظف<br>" in shown
    for secret in ("0f6f1c9e", "desk-9", world.cast["layla"]["number"], world.cast["layla"]["phone"], str(account)):
        assert secret not in shown


def test_where_a_stranger_proved_to_hold_ones_old_phone_is_not_told(world: Any, layla: Client) -> None:
    """R11: it is their affair."""
    account = account_of(world)
    Event.objects.filter(subject=account, type="account.open").update(type="account.prefer")  # not told
    with transaction.atomic():
        record(Happening("account.lose_phone", account, Actor("attestor", "kiosk-1", "market")))
    shown = page(layla)
    assert "لم يعد جوالك القديم لحسابك" in shown
    assert "جهاز السوق الكبير" not in shown


def test_a_long_history_goes_on_by_key_and_tells_everything_once(world: Any, layla: Client) -> None:
    for _ in range(PAGE + 5):
        layla.post("/settings/calendar", {"off": "yes"})
        layla.post("/settings/calendar", {})
    seen: list[str] = []
    before = ""
    while True:
        shown = page(layla, before)
        rows = re.findall(r"/settings/history/([\w-]{36})/not-me", shown)
        seen += rows
        more = re.search(r'rel="next" href="\?before=(\d+)"', shown)
        if more is None:
            break
        before = more[1]
    mine = Event.objects.filter(subject=account_of(world), type__in=REPUDIABLE).order_by("-pk")
    assert seen == [str(one) for one in mine.values_list("uuid", flat=True)]
    assert len(seen) > PAGE


@pytest.mark.parametrize("before", ["", "abc", "-1", "٣", "9" * 30, "1"])
def test_a_page_asked_for_in_an_odd_way_is_still_a_page(layla: Client, before: str) -> None:
    assert layla.get(HISTORY, {"before": before}).status_code == 200


def test_a_page_of_agencies_and_attestors_asks_at_most_four_times(world: Any, layla: Client) -> None:
    for slug in ("municipality", "water", "parks"):
        agency = Agency(slug)
        agency.read(agency.tokens(layla)["access_token"])
    layla.get("/home")
    with CaptureQueriesContext(connection) as seen:
        shown = page(layla)
    assert "جهاز السوق الكبير" in shown
    assert len(seen.captured_queries) <= 4, [one["sql"][:120] for one in seen.captured_queries]


# I did not do this


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_question_changes_nothing(world: Any, layla: Client, method: str) -> None:
    assert getattr(layla, method)(denial_of("account.sign_in")).status_code == 200
    assert holder(account_of(world)).state == "active"
    assert not Event.objects.filter(type="account.repudiate").exists()


def test_its_button_suspends_logs_everybody_out_and_opens_a_case(world: Any, layla: Client) -> None:
    account, thief = account_of(world), logged_in(world, "layla", at())
    answer = layla.post(denial_of("account.sign_in"))
    assert "أوقفنا الحساب" in answer.content.decode()
    assert '"storage"' in answer["Clear-Site-Data"]
    assert holder(account).state == "suspended"
    assert [one.get("/home").status_code for one in (layla, thief)] == [302, 302]
    world.wait(31)
    assert not give_details(at(), "layla")
    world.deliver()
    case = NotYouCase.objects.get(account=account)
    assert (case.power, case.presses, case.state) == ("suspend", 1, "open")
    event = Event.objects.get(type="account.repudiate")
    assert event.data["channel"] == "portal"
    assert Repudiation.objects.filter(account=account, pressed=True).count() == 1


def test_only_a_counter_leads_back_as_after_every_not_you(world: Any, layla: Client) -> None:
    account = account_of(world)
    layla.post(denial_of("account.sign_in"))
    world.deliver()
    kiosk = world.attestor("kiosk-1")
    outcome = world.attest(kiosk, "layla", world.visit(kiosk, "layla"), use=False)
    assert outcome.word == "not_activated"
    assert holder(account).state == "suspended"


@pytest.mark.parametrize("type_", ["account.prefer", "login_elsewhere.read", "account.suspend"])
def test_what_somebody_else_did_or_what_harms_nobody_is_not_asked_about(world: Any, layla: Client, type_: str) -> None:
    layla.post("/settings/save", {"language": "ar"})
    agency = Agency()
    agency.read(agency.tokens(layla)["access_token"])
    with transaction.atomic():
        record(Happening("account.suspend", account_of(world), SYSTEM, {"reason": "x"}))
    assert layla.get(denial_of(type_)).status_code == 404
    assert layla.post(denial_of(type_)).status_code == 404
    assert holder(account_of(world)).state == "active"


@pytest.mark.django_db(transaction=True)
def test_pressed_many_times_at_once_it_is_one_report(world: Any, trials: Any) -> None:
    activated(world, "layla")
    account = account_of(world)
    for number in range(1, trials(20) + 1):
        client = logged_in(world, "layla", at())
        event = Event.objects.filter(type="account.sign_in").order_by("-pk")[0].uuid
        key, by = str(client.cookies["session"].value), Actor("person", str(account))
        job = lambda event=event, key=key, by=by: repudiate_event(  # noqa: E731 - the same for every thread
            account=account, event=event, session_key=key, by=by
        )
        results = at_once([job] * 4)
        assert sorted(type(one).__name__ for one in results) == ["NoneType", *["SessionOver"] * 3], results
        assert Event.objects.filter(type="account.repudiate").count() == number
        move_account(account=account, move="reinstate", by=SYSTEM)
        world.wait(6 * 3600)
