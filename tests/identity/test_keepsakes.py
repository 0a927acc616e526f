"""What a device keeps: until its day, and until its owner logs out everywhere or may not log in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from bawaba.identity.accounts.commands import end_sessions, move_account
from bawaba.identity.accounts.keepsakes import may_keep, new_keepsake
from bawaba.identity.accounts.passwords import change_password
from bawaba.journal.ports import Actor
from payers import account_of
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
PERSON = Actor("person")
KEPT = "/documents/wallet/kept"


@pytest.fixture
def omar(world: Any) -> UUID:
    activated(world, "omar")
    return account_of(world, "omar")


def answered(keepsake: str) -> int:
    """By a browser in which nobody is logged in."""
    return int(at().get(KEPT, headers={"Wallet-Keepsake": keepsake}).status_code)


def test_it_is_good_until_its_day_and_names_nobody(world: Any, omar: UUID) -> None:
    keepsake, until = new_keepsake(omar)
    assert str(omar) not in keepsake
    assert omar.hex not in keepsake
    assert answered(keepsake) == 204
    world.wait((settings.LIMITS.wallet_life - timedelta(seconds=5)).total_seconds())
    assert answered(keepsake) == 204
    world.wait(10)
    assert answered(keepsake) == 410
    assert until


@pytest.mark.parametrize("how", ["everywhere", "password", "suspend", "close"])
def test_what_ends_every_session_ends_it_and_a_newer_one_is_good(world: Any, omar: UUID, how: str) -> None:
    keepsake, _ = new_keepsake(omar)
    world.wait(1)
    if how == "everywhere":
        end_sessions(account=omar, by=PERSON)
    elif how == "password":
        change_password(account=omar, password="نخلة أخرى قرب البئر القديمة", session_key=None, by=PERSON)
    else:
        move_account(account=omar, move=how, by=PERSON)
    assert answered(keepsake) == 410
    world.wait(1)
    assert answered(new_keepsake(omar)[0]) == (204 if how in ("everywhere", "password") else 410)


@pytest.mark.parametrize("odd", ["", "x", "=", "\u00e9", "A" * 5000, "AAAA", "////"], ids=repr)
def test_nonsense_is_not_kept(omar: UUID, odd: str) -> None:
    assert not may_keep(odd)


def test_logging_out_of_one_device_or_an_idle_session_leaves_others_what_they_keep(world: Any, omar: UUID) -> None:
    keepsake, _ = new_keepsake(omar)
    client = logged_in(world, "omar")
    client.post("/logout")
    world.wait(settings.LIMITS.session_idle.total_seconds() + 60)
    assert answered(keepsake) == 204


def test_the_kept_page_says_until_when_and_the_page_of_the_browser_holds_no_keepsake(world: Any, omar: UUID) -> None:
    client = logged_in(world, "omar")
    kept, shown = client.get("/documents/wallet?kept=yes"), client.get("/documents/wallet")
    assert "Wallet-Until" in kept
    assert "data-keepsake" in kept.content.decode()
    assert "وتُعرض حتى" in kept.content.decode()
    assert "Wallet-Until" not in shown
    assert "data-keepsake" not in shown.content.decode()
