"""What a device keeps: until its day, and until its owner logs out everywhere or may not log in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from bawaba.documents.queries import documents_to_show
from bawaba.identity.accounts.commands import end_sessions, move_account
from bawaba.identity.accounts.gate import NotAllowed, Proofs, open_session
from bawaba.identity.accounts.keepsakes import SessionOver, may_keep, new_keepsake
from bawaba.identity.accounts.passwords import change_password
from bawaba.identity.accounts.queries import user_behind
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.ports import Actor
from payers import account_of
from people import activated, at, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
PERSON = Actor("person")
KEPT = "/documents/wallet/kept"


@pytest.fixture
def omar(world: Any) -> UUID:
    activated(world, "omar")
    return account_of(world, "omar")


def keepsake_of(omar: UUID, last_out: datetime | None = None) -> tuple[str, datetime]:
    """Of a session of theirs that was opened now; ``last_out``: when all that were open before have ended."""
    session = SessionStore()
    ways = ("password", "sms")
    open_session(session=session, account=omar, proofs=Proofs(ways), device="", kept={}, last_out=last_out)
    return new_keepsake(omar, session_key=session.session_key or "")


def out_since(omar: UUID) -> datetime | None:
    return user_behind(omar).account.forgotten_at


def answered(keepsake: str) -> int:
    """By a browser in which nobody is logged in."""
    return int(at().get(KEPT, headers={"Wallet-Keepsake": keepsake}).status_code)


def test_it_is_good_until_its_day_and_names_nobody(world: Any, omar: UUID) -> None:
    keepsake, until = keepsake_of(omar)
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
    keepsake, _ = keepsake_of(omar)
    world.wait(1)
    if how == "everywhere":
        end_sessions(account=omar, by=PERSON)
    elif how == "password":
        change_password(account=omar, password="نخلة أخرى قرب البئر القديمة", session_key=None, by=PERSON)
    else:
        move_account(account=omar, move=how, by=PERSON)
    assert answered(keepsake) == 410
    if how in ("suspend", "close"):
        with pytest.raises(NotAllowed):
            keepsake_of(omar, out_since(omar))
    else:
        assert answered(keepsake_of(omar, out_since(omar))[0]) == 204


@pytest.mark.django_db(transaction=True)
def test_of_a_keepsake_and_out_everywhere_in_one_moment_nothing_is_left(world: Any, omar: UUID, trials: Any) -> None:
    """The page was asked for by a session that was still there; what it gives is not good afterwards."""
    for _ in range(trials(30)):
        session = SessionStore()
        last_out, ways = out_since(omar), ("password", "sms")
        open_session(session=session, account=omar, proofs=Proofs(ways), device="", kept={}, last_out=last_out)
        key = session.session_key or ""
        given, ended = at_once(
            [lambda key=key: new_keepsake(omar, session_key=key), lambda: end_sessions(account=omar, by=PERSON)]
        )
        assert ended is None
        assert isinstance(given, SessionOver) or not may_keep(given[0])


def test_who_was_put_out_while_the_page_was_written_gets_none(
    world: Any, omar: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(world, "omar")

    def slowly(account: UUID) -> Any:
        end_sessions(account=account, by=PERSON)
        return documents_to_show(account)

    monkeypatch.setattr("bawaba.web.portal.papers.documents_to_show", slowly)
    answer = client.get("/documents/wallet?kept=yes")
    assert (answer.status_code, answer["Location"]) == (302, "/login")


def test_another_persons_session_gives_no_keepsake(world: Any, omar: UUID) -> None:
    activated(world, "sami")
    sami = logged_in(world, "sami")
    with pytest.raises(SessionOver):
        new_keepsake(omar, session_key=sami.cookies["session"].value)


def test_the_answer_is_nobodys_and_kept_by_nobody(world: Any, omar: UUID) -> None:
    """Asked with or without a cookie it says the same, and sets none."""
    keepsake, _ = keepsake_of(omar)
    activated(world, "sami")
    for client in (at(), logged_in(world, "sami")):
        client.cookies.pop("csrftoken", None)
        for asked, status in ((keepsake, 204), (keepsake[:-4] + "AAAA", 410)):
            answer = client.get(KEPT, headers={"Wallet-Keepsake": asked})
            assert answer.status_code == status
            assert answer["Cache-Control"] == "no-store"
            assert not answer.content
            assert not answer.cookies


@pytest.mark.parametrize("odd", ["", "x", "=", "\u00e9", "A" * 5000, "AAAA", "////"], ids=repr)
def test_nonsense_is_not_kept(omar: UUID, odd: str) -> None:
    assert not may_keep(odd)


def test_logging_out_of_one_device_or_an_idle_session_leaves_others_what_they_keep(world: Any, omar: UUID) -> None:
    keepsake, _ = keepsake_of(omar)
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
