"""Codes to strangers cost money: one address, and the whole installation, spend no more than their budget.

A8 is shown here, and of A9 the caps and the alarm; its challenge is in test_pumped_codes.py.
"""

from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from applicants import Applicant
from bawaba.core.phones import GCC, InvalidPhone, country_of, parse_mobile
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.installation import INSTALLATION, spend_country, spend_stranger_send
from bawaba.identity.enrolment.phone_proof import Origin, spend_registration_sends
from bawaba.journal.models import Event
from races import at_once

PHONES = {
    "SA": "+966500000001",
    "AE": "+971500000001",
    "KW": "+96550000001",
    "BH": "+97336000001",
    "QA": "+97433000001",
    "OM": "+96892000001",
}


def passes(action: Any) -> bool:
    try:
        with transaction.atomic():
            action()
    except TooOften:
        return False
    return True


@pytest.mark.promise("A8")
@given(st.from_regex(r"\+?[0-9]{6,15}", fullmatch=True))
def test_no_number_of_another_country_is_ever_taken(typed: str) -> None:
    try:
        phone = parse_mobile(typed)
    except InvalidPhone:
        return
    assert country_of(phone) in GCC


@pytest.mark.promise("A8")
@pytest.mark.django_db
def test_the_sixth_country_of_one_address_in_a_day_waits(world: Any) -> None:
    asked = [
        passes(lambda phone=phone: spend_country(address="198.51.100.7", phone=phone)) for phone in PHONES.values()
    ]
    assert asked == [True] * 5 + [False]
    assert passes(lambda: spend_country(address="198.51.100.7", phone=PHONES["SA"])), (
        "a country that was counted before"
    )
    assert passes(lambda: spend_country(address="198.51.100.8", phone=PHONES["OM"])), "another household"
    world.wait(24 * 3600 + 2)
    assert passes(lambda: spend_country(address="198.51.100.7", phone=PHONES["OM"])), "a day later"


@pytest.mark.promise("A8")
@pytest.mark.django_db
def test_a_code_of_a_registration_counts_its_country(world: Any) -> None:
    sent = []
    for number, phone in enumerate(PHONES.values()):
        here = Origin("198.51.100.9", f"device-{number}")
        sent.append(passes(lambda phone=phone, here=here: spend_registration_sends(phone=phone, origin=here)))
    assert sent == [True] * 5 + [False]


@pytest.mark.promise("A8")
@pytest.mark.django_db(transaction=True)
def test_countries_asked_for_at_once_are_five(trials: Any) -> None:
    for number in range(trials(20)):
        address = f"2001:db8::{number:x}"
        asks = [
            lambda phone=phone, address=address: passes(lambda: spend_country(address=address, phone=phone))
            for phone in PHONES.values()
        ]
        assert sum(at_once(asks)) == 5


def pumped(numbers: int) -> list[bool]:
    """So many strangers' codes, each from another place."""
    return [passes(spend_stranger_send) for _ in range(numbers)]


@pytest.mark.django_db
def test_a_pump_of_five_hundred_numbers_is_stopped_at_the_cap_and_told_of_before(world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings.BAWABA, "stranger_sends_an_hour", 100)
    sent = pumped(500)
    assert sent == [True] * 100 + [False] * 400
    (alarm,) = Event.objects.filter(type="codes.budget_nearly_spent")
    assert (alarm.subject, alarm.data) == (INSTALLATION, {"window": "hour", "spent": 80, "most": 100})
    world.wait(3600)
    assert passes(spend_stranger_send), "the next hour has its own"


@pytest.mark.django_db
def test_the_day_has_its_cap_too(world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings.BAWABA, "stranger_sends_a_day", 10)
    assert pumped(12) == [True] * 10 + [False] * 2
    assert [alarm.data["window"] for alarm in Event.objects.filter(type="codes.budget_nearly_spent")] == ["day"]


@pytest.mark.django_db(transaction=True)
def test_sends_at_once_do_not_pass_the_cap(world: Any, monkeypatch: Any, trials: Any) -> None:
    for _ in range(trials(20)):
        world.wait(3600)
        monkeypatch.setattr(settings.BAWABA, "stranger_sends_an_hour", 5)
        assert sum(at_once([lambda: passes(spend_stranger_send)] * 12)) == 5


@pytest.mark.django_db(transaction=True)
def test_whoever_registers_at_the_cap_keeps_what_was_typed_and_may_ask_again(world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings.BAWABA, "stranger_sends_an_hour", 1)
    assert passes(spend_stranger_send)
    layla = Applicant(world).until("identify")
    refused = layla.contact()
    assert refused.status_code == 429
    assert layla.one["phone"][-4:] in refused.content.decode()
    monkeypatch.setattr(settings.BAWABA, "stranger_sends_an_hour", 9)
    assert layla.contact().status_code == 302
    assert layla.prove().status_code == 302
