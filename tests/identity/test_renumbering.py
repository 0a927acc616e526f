"""R1: a visitor who becomes a resident keeps the account, whoever notices first: a log-in, the clock, or a kiosk."""

from collections.abc import Iterator
from typing import Any

import pytest

from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.renumbering import renumber
from bawaba.identity.accounts.sleeping import look_at
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.registers.queries import person_by_identifier
from people import activated, at, give_details, logged_in
from races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(world: Any) -> Iterator[Any]:
    """The register makes Anna a resident; her new number. Undone when the test has ended."""
    one, before = dict(world.cast["anna"]), world.person("anna")

    def settle() -> str:
        key = one["person_key"]
        found = world.store.settle(key, world.store.index_of(key))
        world.cast["anna"].update(found)
        world.wait(11 * 60)
        return str(found["number"])

    yield settle
    world.store.change_person(one["person_key"], **before)
    world.cast["anna"].update(one)


def account_of(number: str) -> Any:
    return live_account_of_number(number)


def test_after_a_log_in_the_account_has_the_new_number_and_all_that_it_had(world: Any, settled: Any) -> None:
    activated(world, "anna")
    old = world.cast["anna"]["number"]
    account, page = account_of(old), logged_in(world, "anna")
    number = settled()
    look_at(account=account, by=SYSTEM)
    who = holder(account)
    assert (who.identifier, who.population, who.state) == (number, "resident", "active")
    assert (account_of(number), account_of(old)) == (account, None)
    world.deliver()
    assert "انتقل حسابك" in world.pocket.last(world.cast["anna"]["phone"])
    assert page.get("/settings").status_code == 200, "whoever was inside goes on"
    assert give_details(at(), number)
    assert not give_details(at(), old)
    assert Event.objects.get(type="account.renumber").data == {"from": "visitor", "to": "resident"}


def test_a_kiosk_that_meets_the_new_number_first_binds_the_same_account(world: Any, settled: Any) -> None:
    activated(world, "anna")
    account = account_of(world.cast["anna"]["number"])
    number, kiosk = settled(), world.attestor("kiosk-1")
    outcome = world.attest(kiosk, "anna", world.visit(kiosk, "anna", phone="+966500009911"), use=False)
    assert outcome.body["rebound"]
    assert account_of(number) == account
    assert Account.objects.count() == 1


def test_the_number_that_was_left_activates_nothing_any_more(world: Any, settled: Any) -> None:
    activated(world, "anna")
    old = dict(world.cast["anna"])
    settled()
    world.cast["anna"].update(kind=old["kind"], number=old["number"])
    kiosk = world.attestor("kiosk-1")
    outcome = world.attest(kiosk, "anna", world.visit(kiosk, "anna"), use=False)
    assert outcome.word == "not_activated"


def test_who_was_faster_did_it_once(world: Any, settled: Any) -> None:
    activated(world, "anna")
    account = account_of(world.cast["anna"]["number"])
    number = settled()
    person = person_by_identifier("iqama", number).value
    for _ in range(2):
        renumber(account=account, person=person, by=SYSTEM)
    assert Event.objects.filter(type="account.renumber").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_that_notice_at_once_one_moves_it(world: Any, settled: Any) -> None:
    activated(world, "anna")
    account = account_of(world.cast["anna"]["number"])
    person = person_by_identifier("iqama", settled()).value
    assert at_once([lambda: renumber(account=account, person=person, by=SYSTEM)] * 4) == [None] * 4
    assert Event.objects.filter(type="account.renumber").count() == 1
    assert holder(account).population == "resident"
