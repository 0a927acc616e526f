"""What is put back is what the road leaves, and nothing is put back where the road could end elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

import lives
from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestor
from bawaba.identity.enrolment import phone_proof
from bawaba.journal.models import Event, Outbox
from bawaba.messaging.models import Message
from bawaba_sandbox.register.cast import new_spare
from catalogue import Asker
from people import activated, at, give_details, logged_in
from rows import filled_tables, rows_of


@pytest.fixture(autouse=True)
def on_a_slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A life lasts as long as its test."""
    monkeypatch.setattr(lives, "LASTS", 3600.0)


@contextmanager
def one_test(outside: Any, module: str = "a module") -> Iterator[Any]:
    """The world as a test finds it, in a transaction that is undone."""
    block = transaction.atomic()
    block._from_testcase = True
    with pytest.MonkeyPatch.context() as patch, outside.plugged(patch, module), block:
        outside.patch = patch
        yield outside
        transaction.set_rollback(True)


def prepared(world: Any) -> dict[str, Any]:
    """Two people live, and one of them is logged in: all that is there then."""
    activated(world, "layla")
    activated(world, "sami")
    client = logged_in(world, "layla")
    return {
        "rows": rows_of(filled_tables()),
        "texts": list(world.pocket.texts),
        "mails": list(world.mailbag.mails),
        "browser": (client.cookies.output(), client.defaults["REMOTE_ADDR"]),
        "clock": round(clock.now().timestamp() - lives._really_now()),
        "shape": shape(),
    }


def shape() -> dict[str, Any]:
    """What two roads have in common, whatever names and keys either has drawn."""
    return {
        "rows": {table: len(rows) for table, rows in rows_of(filled_tables()).items()},
        "accounts": list(Account.objects.order_by("pk").values_list("state", "population", "assurance")),
        "attestors": list(Attestor.objects.order_by("pk").values_list("slug", "state")),
        "events": list(Event.objects.order_by("pk").values_list("type", "actor_kind")),
        "tasks": list(Outbox.objects.order_by("pk").values_list("kind", "ending", "attempts")),
        "messages": list(Message.objects.order_by("pk").values_list("template", "channel", "language", "state")),
    }


@pytest.mark.django_db
def test_what_is_put_back_is_row_for_row_what_the_road_has_left(outside: Any) -> None:
    with one_test(outside, "first") as world:
        travelled = prepared(world)
        assert world.lives.put_back == 0
    with one_test(outside, "first") as world:
        assert prepared(world) == travelled
        assert world.lives.put_back == 3
    with one_test(outside, "second") as world:
        again = prepared(world)
        assert world.lives.put_back == 0
        assert again["rows"] != travelled["rows"]
        assert again["shape"] == travelled["shape"]


@pytest.mark.django_db
def test_where_it_is_put_back_life_goes_on(outside: Any) -> None:
    for turn in range(2):
        with one_test(outside) as world:
            activated(world, "layla")
            client = logged_in(world, "layla")
            assert world.lives.put_back == 2 * turn
            assert client.get("/home").status_code == 200
            assert client.post("/logout").status_code == 302
            assert client.get("/home").status_code == 302
            activated(world, "sami")
            assert logged_in(world, "sami").get("/home").status_code == 200
            assert world.lives.put_back == 2 * turn


@pytest.mark.django_db
def test_spares_of_one_kind_are_put_back_and_the_register_has_them(outside: Any) -> None:
    keys = set()
    for turn in range(2):
        with one_test(outside) as world:
            asker = Asker(world, "citizen", "car")
            keys.add((asker.key, asker.account))
            assert world.lives.put_back == turn
            assert asker.noted("vehicles")
    assert len(keys) == 1
    with one_test(outside) as world:
        Asker(world, "resident", "car")
        assert world.lives.put_back == 0


def _changes_a_number(world: Any) -> None:
    world.cast["layla"]["phone"] = "+966500009900"


@pytest.mark.django_db
def test_a_wait_is_a_step_of_the_way_and_another_wait_leads_elsewhere(outside: Any) -> None:
    for turn, seconds in enumerate((1, 1, 2)):
        with one_test(outside, "waits") as world:
            activated(world, "layla")
            world.wait(seconds)
            activated(world, "sami")
            assert logged_in(world, "sami").get("/home").status_code == 200
            assert world.lives.put_back == (0, 3, 1)[turn]


UNUSUAL: dict[str, Callable[[Any], Any]] = {
    "the clock was moved": lambda world: world.wait(1),
    "another kiosk stands there": lambda world: world.attestor("kiosk-2"),
    "somebody else lives": lambda world: activated(world, "sami"),
    "somebody tried to log in": lambda _: give_details(at(), "layla"),
    "a switch is set": lambda world: world.app.extensions["switches"].update(register="up"),
    "the register has changed": lambda world: world.store.change_person(world.cast["layla"]["person_key"], sex="male"),
    "the register has one more": lambda world: new_spare(world.store, 7, "citizen"),
    "another number": _changes_a_number,
    "something is patched": lambda world: world.patch.setattr(phone_proof, "__doc__", ""),
    "the environment has changed": lambda world: world.patch.setenv("BAWABA_OF_TESTS", "1"),
}


BETWEEN: dict[str, Callable[[Any], Any]] = {
    "a statement that writes": lambda _: Message.objects.filter(pk=0).update(state="read"),
    "a log-in": lambda _: give_details(at(), "layla"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("unusual", UNUSUAL)
def test_the_road_is_travelled_again_where(outside: Any, unusual: str) -> None:
    with one_test(outside) as world:
        activated(world, "layla")
    with one_test(outside) as world:
        UNUSUAL[unusual](world)
        activated(world, "layla")
        assert world.lives.put_back == 0
        assert Account.objects.count() == (2 if unusual == "somebody else lives" else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("between", BETWEEN)
def test_nor_where_something_came_between(outside: Any, between: str) -> None:
    for _ in range(2):
        with one_test(outside) as world:
            activated(world, "layla")
            BETWEEN[between](world)
            before = world.lives.put_back
            activated(world, "sami")
            assert logged_in(world, "sami").get("/home").status_code == 200
            assert world.lives.put_back == before
    assert before == 1


@pytest.mark.django_db
def test_nor_under_another_setting_or_clock_of_the_test_s_own_or_in_a_transaction_of_its_own(outside: Any) -> None:
    with one_test(outside) as world:
        activated(world, "layla")
    moved = time_machine.travel(clock.now(), tick=True)
    for own in (override_settings(DEBUG=False), moved, transaction.atomic()):
        with one_test(outside) as world, own:
            activated(world, "layla")
            assert world.lives.put_back == 0


@pytest.mark.django_db
def test_nor_what_is_too_old_and_what_was_built_on_it_goes_with_it(
    outside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with one_test(outside) as world:
        prepared(world)
    with monkeypatch.context() as old:
        old.setattr(lives, "LASTS", 0.0)
        with one_test(outside) as world:
            activated(world, "layla")
            assert world.lives.put_back == 0
    with one_test(outside) as world:
        prepared(world)
        assert world.lives.put_back == 1


@pytest.mark.django_db(transaction=True)
def test_nor_what_is_committed(outside: Any) -> None:
    with one_test(outside) as world:
        activated(world, "layla")
    with pytest.MonkeyPatch.context() as patch, outside.plugged(patch, "a module"):
        activated(outside, "layla")
        assert outside.lives.put_back == 0
