"""Accounts sleep and wake by what the register says; open sessions show it at their next request."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.sleeping import look_at, sweep
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.queries import letters_of
from bawaba.registers.ports import RegisterUnavailable
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
LAPSE = settings.LIMITS.asleep_after_lapse.days


@pytest.fixture
def change(world: Any) -> Any:
    """The register says something else of somebody, until the test has ended."""
    before: dict[str, Any] = {}

    def changed(slug: str, **said: Any) -> None:
        record = world.person(slug)
        before.setdefault(slug, record)
        world.store.change_person(record["person_key"], **said)

    yield changed
    for record in before.values():
        world.store.change_person(record["person_key"], **record)


def lapsed(world: Any, slug: str, kind: str, days: int) -> list[Any]:
    """Documents of somebody, one of them ended so many days ago."""
    ended = (clock.today() - timedelta(days=days)).isoformat()
    return [{**one, "expires": ended} if one["type"] == kind else one for one in world.person(slug)["documents"]]


def account_of(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def looked_at(world: Any, slug: str) -> str:
    """The state after a worker has looked with fresh facts."""
    world.wait(11 * 60)
    look_at(account=account_of(world, slug), by=SYSTEM)
    return holder(account_of(world, slug)).state


@pytest.mark.parametrize(("days", "state"), [(0, "active"), (LAPSE, "active"), (LAPSE + 2, "asleep")])
@pytest.mark.parametrize("slug", ["omar", "mariam"])
def test_who_lives_here_sleeps_when_the_iqama_has_long_lapsed(
    world: Any, change: Any, slug: str, days: int, state: str
) -> None:
    activated(world, slug)
    change(slug, documents=lapsed(world, slug, "iqama", days))
    assert looked_at(world, slug) == state


def test_a_visitor_sleeps_when_the_visa_ends(world: Any, change: Any) -> None:
    activated(world, "anna")
    change("anna", documents=lapsed(world, "anna", "visa", 1))
    assert looked_at(world, "anna") == "asleep"


@pytest.mark.parametrize("slug", ["khalid", "anna"])
def test_guests_sleep_at_exit_and_wake_on_return(world: Any, change: Any, slug: str) -> None:
    activated(world, slug)
    change(slug, inside_country=False)
    assert looked_at(world, slug) == "asleep"
    change(slug, inside_country=True)
    assert looked_at(world, slug) == "active"
    account = account_of(world, slug)
    titles = [letter.title for letter in letters_of(account, "en")][:2]
    assert titles == ["Your account is awake", "Your account is asleep"]
    moves = Event.objects.filter(subject=account, type__in=("account.sleep", "account.wake"))
    assert [(one.type, one.data["reason"]) for one in moves.order_by("id")] == [
        ("account.sleep", "outside"),
        ("account.wake", ""),
    ]


def test_a_citizen_never_sleeps(world: Any, change: Any) -> None:
    activated(world, "layla")
    change("layla", documents=lapsed(world, "layla", "national_id", 4000), inside_country=False)
    assert looked_at(world, "layla") == "active"


def test_a_register_that_is_down_changes_nothing(world: Any, change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    activated(world, "khalid")
    change("khalid", inside_country=False)
    account = account_of(world, "khalid")
    seen = Account.objects.get(uuid=account).looked_at

    def silent(*said: Any) -> Any:
        raise RegisterUnavailable

    with monkeypatch.context() as down:
        down.setattr(world.register, "facts", silent)
        assert looked_at(world, "khalid") == "active"
    assert Account.objects.get(uuid=account).looked_at == seen, "it is still to be looked at"


def test_a_second_look_finds_nothing_to_do(world: Any, change: Any) -> None:
    activated(world, "khalid")
    change("khalid", inside_country=False)
    for _ in range(2):
        assert looked_at(world, "khalid") == "asleep"
    assert Event.objects.filter(type="account.sleep").count() == 1


@pytest.mark.parametrize("state", ["paused", "suspended", "locked", "closed"])
def test_only_who_is_awake_falls_asleep(world: Any, change: Any, state: str) -> None:
    activated(world, "khalid")
    account = account_of(world, "khalid")
    Account.objects.filter(uuid=account).update(state=state)
    change("khalid", inside_country=False)
    world.wait(11 * 60)
    look_at(account=account, by=SYSTEM)
    assert holder(account).state == state


@pytest.mark.promise("A29")
def test_signing_in_has_a_worker_look_and_the_open_session_shows_it(world: Any, change: Any) -> None:
    activated(world, "khalid")
    change("khalid", inside_country=False)
    world.wait(11 * 60)
    client = logged_in(world, "khalid")
    assert "حسابك نائم" not in client.get("/home").content.decode()
    world.deliver()
    assert "حسابك نائم" in client.get("/home").content.decode()
    assert logged_in(world, "khalid", at()).get("/home").status_code == 200, "asleep, one still logs in"


def test_once_a_day_the_clock_has_those_looked_at_who_were_looked_at_longest_ago(
    world: Any, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    activated(world, "khalid")
    activated(world, "layla")
    change("khalid", inside_country=False)
    sweep(clock.now())
    world.deliver()
    assert holder(account_of(world, "khalid")).state == "active", "it was looked at less than a day ago"
    world.wait(25 * 3600)
    sweep(clock.now())
    world.deliver()
    assert holder(account_of(world, "khalid")).state == "asleep"
    sweep(clock.now())
    assert not Outbox.objects.filter(kind="accounts.look", ended_at=None).exists(), (
        "looked at today; and a citizen never is"
    )
