"""Closing by the owner: at once and for good, with a certificate, and a new account later."""

import io
import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from agencies import Agency
from bawaba.cases.closing import withdraw_with_account
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.documents.files import seal_in
from bawaba.documents.models import Document
from bawaba.documents.queries import verify_text
from bawaba.identity.accounts.closing import close_account
from bawaba.identity.accounts.models import Account, Session, User
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.delegation.models import Delegation
from bawaba.identity.review.models import NotYouCase
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from delegations import accept, offer
from payers import account_of
from people import PASSWORD, activated, at, confirmed, give_details, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/close"


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def close(client: Client, word: str = "إغلاق") -> Any:
    return client.post(PAGE, {"word": word})


def state_of(account: Any) -> str:
    return str(Account.objects.get(uuid=account).state)


def events(account: Any) -> list[str]:
    return list(Event.objects.filter(subject=account, type="account.close").values_list("type", flat=True))


def test_it_says_what_ends_and_wants_a_word(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    page = layla.get(PAGE).content.decode()
    assert "لا يُفتح ثانيةً" in page
    assert "الإغلاق لا يُسقط دَينًا" in page
    for wrong in ("", "x", "اغلق", "\0", "إ" * 5000):
        assert "اكتب كلمة «إغلاق» لتؤكد." in close(layla, wrong).content.decode()
    assert state_of(account) == "active"


@pytest.mark.parametrize("word", ["إغلاق", "اغلاق", " CLOSE ", "close"])
def test_everything_of_it_is_dead_at_the_next_request(world: Any, layla: Client, word: str) -> None:
    account, elsewhere = account_of(world, "layla"), logged_in(world, "layla")
    agency = Agency()
    token = agency.tokens(elsewhere, scope="openid profile")["access_token"]
    answer = close(layla, word)
    assert answer["Location"] == "/closed"
    assert "storage" in answer["Clear-Site-Data"]
    assert state_of(account) == "closed"
    assert not Session.objects.filter(account=account).exists()
    for client in (layla, elsewhere):
        assert client.get("/home")["Location"].startswith("/login")
    assert agency.read(token).status_code == 401
    assert not give_details(at(), "layla")
    assert not User.objects.get(account__uuid=account).has_usable_password()
    assert events(account) == ["account.close"]


def test_the_certificate_is_handed_out_here_and_verifies_for_ever(world: Any, layla: Client) -> None:
    close(layla)
    page = layla.get("/closed").content.decode()
    found = Document.objects.get(kind="account-closed")
    file = layla.get("/closed.pdf")
    assert file["Content-Type"] == "application/pdf"
    seal = seal_in(io.BytesIO(file.content))
    verdict = verify_text(seal)
    assert (verdict.word, verdict.document) == ("valid", found.uuid)
    assert verdict.shown["no"] == world.cast["layla"]["number"]
    assert found.reference in re.sub(r"[\s\u2066-\u2069]|<[^>]*>", "", page).replace("-", "")
    world.wait(14 * 60)
    assert layla.get("/closed.pdf").status_code == 200
    world.wait(61)
    assert layla.get("/closed.pdf")["Location"] == "/login"
    assert "وثيقة صحيحة" in at().post("/verify", {"reference": found.reference}).content.decode()


def test_nobody_else_gets_it(world: Any, layla: Client) -> None:
    close(layla)
    for path in ("/closed", "/closed.pdf"):
        assert at().get(path)["Location"] == "/login"


def test_a_second_click_and_a_reload_find_the_last_page(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    for _ in range(2):
        assert close(layla)["Location"] == "/closed"
    assert layla.get(PAGE)["Location"] == "/closed"
    assert events(account) == ["account.close"]
    assert Document.objects.filter(kind="account-closed").count() == 1


def test_every_address_is_told_and_a_report_opens_a_case_and_no_account(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    close(layla)
    world.deliver()
    text = next(text for _, text in reversed(world.pocket.texts) if "أُغلق حسابك" in text)
    link = re.findall(r"http://testserver(/not-you/\S+)", text)[0]
    assert "لا يستعمله أحد ولا يُفتح ثانيةً" in at().get(link).content.decode()
    assert "وصل بلاغك إلى موظف" in at().post(link).content.decode()
    assert at().post(link).status_code == 410
    world.deliver()
    assert state_of(account) == "closed"
    assert NotYouCase.objects.get(account=account).power == "report"


def test_a_link_of_before_suspends_nothing_any_more(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    layla.post("/settings/pause", {"move": "pause"})
    world.deliver()
    text = next(text for _, text in reversed(world.pocket.texts) if "أُوقف حسابك" in text)
    close(layla)
    assert at().post(re.findall(r"http://testserver(/not-you/\S+)", text)[0]).status_code == 200
    assert state_of(account) == "closed"
    assert not Event.objects.filter(type__in=("account.suspend", "account.freeze")).exists()


def test_a_new_presence_opens_a_new_account(world: Any, layla: Client) -> None:
    old = account_of(world, "layla")
    close(layla)
    world.deliver()
    assert live_account_of_number(world.cast["layla"]["number"]) is None
    world.wait(31)
    activated(world, "layla", user_name="layla.again")
    new = account_of(world, "layla")
    assert new != old
    world.wait(31)
    assert give_details(at(), "layla.again")
    assert state_of(old) == "closed"


def test_delegations_both_ways_end(world: Any, layla: Client) -> None:
    for slug in ("omar", "khalid"):
        activated(world, slug)
        world.wait(31)
    given, received = (
        offer(world, "layla", world.cast["omar"]["number"]),
        offer(world, "khalid", world.cast["layla"]["number"]),
    )
    accept(world, given, "omar")
    accept(world, received, "layla")
    close(layla)
    world.deliver()
    assert {str(Delegation.objects.get(uuid=one).state) for one in (given, received)} == {"ended"}


def test_what_waits_is_withdrawn_and_what_is_carried_out_goes_on(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    made = {state: _application(account, state) for state in ("draft", "in_review", "returned", "approved", "issued")}
    page = layla.get(PAGE).content.decode()
    assert "طلبات تُسحب" in page
    assert "طلبات تمضي إلى نهايتها" in page
    close(layla)
    world.deliver()
    withdraw_with_account({"subject": str(account)})  # twice is like once
    now = {state: Application.objects.get(pk=one).state for state, one in made.items()}
    assert now["draft"] == now["in_review"] == now["returned"] == "cancelled"
    assert now["approved"] == "approved"
    assert now["issued"] == "issued"
    count = Event.objects.filter(type="application.cancel").count()
    assert count == 3


def _application(account: Any, state: str) -> int:
    reference, now = f"REF{state[:8].upper()}", clock.now()
    return int(
        Application.objects.create(
            reference=reference,
            account=account,
            service="renew-national-id",
            state=state,
            answers=b"",
            snapshot=b"",
            made_at=now,
            changed_at=now,
        ).pk
    )


def test_long_after_logging_in_the_password_comes_first(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    world.wait(5 * 60 + 1)
    asked = close(layla)["Location"]
    assert asked.startswith("/confirm?")
    assert state_of(account) == "active"
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    assert confirmed(world, layla, {"kept": kept})["Location"] == "/closed"
    assert layla.get("/closed.pdf").status_code == 200
    assert state_of(account) == "closed"


@pytest.mark.parametrize("column", ["cooled_until", "frozen_until_attended"])
def test_whoever_took_it_over_does_not_close_it(world: Any, layla: Client, column: str) -> None:
    account = account_of(world, "layla")
    value = True if column == "frozen_until_attended" else clock.now() + timedelta(hours=1)
    Account.objects.filter(uuid=account).update(**{column: value})
    assert "لا يُغلق الحساب الآن" in layla.get(PAGE).content.decode()
    assert close(layla).status_code == 409
    assert state_of(account) == "active"
    assert not Document.objects.filter(kind="account-closed").exists()
    assert layla.get("/settings").status_code == 200


def test_a_page_costs_four_statements(world: Any, layla: Client, django_assert_max_num_queries: Any) -> None:
    layla.get(PAGE)
    with django_assert_max_num_queries(4):
        layla.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_close_it_once(world: Any, trials: Any) -> None:
    activated(world, "layla")
    account = account_of(world, "layla")
    for _ in range(trials(10)):
        Account.objects.filter(uuid=account).update(state="active")
        User.objects.filter(account__uuid=account).update(password=_hashed())
        key = logged_in(world, "layla").cookies["session"].value
        Event.objects.filter(type="account.close").delete()
        jobs = [partial(close_account, account=account, session_key=key, by=SYSTEM)] * 8
        results = at_once(jobs)
        assert sorted(type(one).__name__ for one in results) == ["NoneType"] + ["SessionOver"] * 7, results
        assert any(isinstance(one, SessionOver) for one in results)
        assert events(account) == ["account.close"]


def _hashed() -> str:
    return make_password(PASSWORD)
