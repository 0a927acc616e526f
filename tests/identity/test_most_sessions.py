"""Five sessions at once and no more (ASVS 7.1.2): the next log-in ends the one used longest ago, with what it led to."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from agencies import Agency
from bawaba.identity.accounts.gate import Proofs, open_session
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.models import Event
from people import activated, at, logged_in
from races import at_once

pytestmark = pytest.mark.django_db


def account_of(world: Any, slug: str = "layla") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def enter(account: UUID) -> Client:
    """Through the gate, by what needs no message: those are counted by the hour."""
    session, browser = SessionStore(), at()
    open_session(
        session=session, account=account, proofs=Proofs(["opening-code"]), device="device", kept={}, last_out=None
    )
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return browser


@pytest.fixture
def layla(world: Any) -> UUID:
    activated(world, "layla")
    return account_of(world)


def is_in(browser: Client) -> bool:
    return browser.get("/home").status_code == 200


def test_the_sixth_ends_the_one_used_longest_ago_and_says_so_in_the_history(world: Any, layla: UUID) -> None:
    found = [logged_in(world, "layla") for _ in range(2)] + [enter(layla) for _ in range(3)]
    assert all(is_in(one) for one in found)
    world.wait(61)
    for kept in (found[0], *found[2:]):
        assert is_in(kept), "used again: now the second is the oldest"
    sixth = logged_in(world, "layla")
    assert [is_in(one) for one in found] == [True, False, True, True, True]
    assert is_in(sixth)
    assert "منذ أطول وقت" in sixth.get("/settings/history").content.decode()
    assert Event.objects.filter(type="account.sign_out_oldest").count() == 1


def test_what_idled_out_takes_no_room(world: Any, layla: UUID) -> None:
    for _ in range(5):
        enter(layla)
    world.wait(16 * 60)
    enter(layla)
    assert not Event.objects.filter(type="account.sign_out_oldest").exists()


def test_log_ins_at_agencies_end_with_the_session_that_made_room_and_no_others(world: Any, layla: UUID) -> None:
    first, second = (logged_in(world, "layla") for _ in range(2))
    agency = Agency()
    stays, goes = (agency.tokens(one)["access_token"] for one in (first, second))
    world.wait(61)
    assert is_in(first)
    for _ in range(4):
        enter(layla)
    assert (agency.read(stays).status_code, agency.read(goes).status_code) == (200, 401), "before any worker has run"
    assert not is_in(second)


def test_a_refresh_token_is_dead_the_moment_its_session_made_room(world: Any, layla: UUID) -> None:
    agency, oldest = Agency(), logged_in(world, "layla")
    tokens = agency.tokens(oldest, scope="openid offline_access")
    for _ in range(5):
        enter(layla)
    assert agency.refresh(tokens["refresh_token"]).status_code == 400


def test_another_accounts_sessions_take_no_room(world: Any, layla: UUID) -> None:
    activated(world, "omar")
    found = [enter(layla) for _ in range(4)] + [enter(account_of(world, "omar")) for _ in range(3)]
    assert all(is_in(one) for one in found)


@pytest.mark.django_db(transaction=True)
def test_of_eight_log_ins_at_once_five_stay(world: Any) -> None:
    activated(world, "layla")
    account = account_of(world)
    made = at_once([lambda: enter(account)] * 8)
    assert not [one for one in made if isinstance(one, Exception)]
    assert Session.objects.filter(account=account).count() == settings.LIMITS.sessions
