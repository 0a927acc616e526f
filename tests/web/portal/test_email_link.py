"""The e-mail's link: nothing personal in it, only its button acts, and only for the address that it was sent to."""

import base64
import re
from typing import Any

import pytest

from applicants import Applicant
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from people import at

pytestmark = pytest.mark.django_db
MINE = "layla@example.com"


def link(world: Any) -> str:
    world.deliver()
    found = re.search(r"http://testserver(/register/email/\S+)", world.mailbag.mails[-1][2])
    assert found
    return found[1]


def begun(world: Any, email: str = MINE) -> Applicant:
    one = Applicant(world).until("identify")
    one.contact(email=email)
    return one


def test_it_carries_no_address_that_anybody_could_read(world: Any) -> None:
    begun(world)
    token = link(world).rpartition("/")[2].partition(":")[0]
    assert MINE.encode() not in base64.urlsafe_b64decode(token + "==")


def test_opening_it_confirms_nothing_and_the_button_does_once_and_twice(world: Any) -> None:
    begun(world)
    there = link(world)
    for method in ("get", "head"):
        assert getattr(at(), method)(there).status_code == 200
    assert Enrolment.objects.get().email_confirmed_at is None
    for _ in range(2):
        assert at().post(there).status_code == 200
    assert Enrolment.objects.get().email_confirmed_at is not None


def test_the_link_to_my_address_does_not_confirm_another_that_i_typed_since(world: Any) -> None:
    one = begun(world)
    mine = link(world)
    one.contact(email="victim@example.com")
    assert at().post(mine).status_code == 410
    assert Enrolment.objects.get().email_confirmed_at is None


def test_an_unconfirmed_address_receives_the_link_and_nothing_else(world: Any) -> None:
    one = begun(world)
    one.prove()
    one.submit()
    world.deliver()
    assert len(world.mailbag.mails) == 1


def test_a_confirmed_address_receives_the_receipt_at_once_or_when_it_is_confirmed(world: Any) -> None:
    one = begun(world)
    there = link(world)
    one.prove()
    one.submit()
    at().post(there)
    world.deliver()
    assert len(world.mailbag.mails) == 2
    assert world.mailbag.mails[-1][0] == MINE
    assert world.pocket.last(one.one["phone"]) == world.mailbag.mails[-1][2], "the same as by SMS"


def test_confirmed_after_activation_it_is_the_accounts_address(world: Any) -> None:
    one = begun(world)
    there = link(world)
    one.prove()
    one.submit()
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "layla", world.visit(kiosk, "layla"), use=True)
    account = live_account_of_number(one.one["number"])
    assert account is not None
    assert holder(account).email is None
    assert at().post(there).status_code == 200
    world.deliver()
    assert holder(account).email == MINE


def test_it_lives_a_day_and_ends_with_its_registration(world: Any) -> None:
    one = begun(world)
    there = link(world)
    one.client.post("/register/cancel")
    assert at().post(there).status_code == 410
    world.wait(86401)
    assert at().get(there).status_code == 410
