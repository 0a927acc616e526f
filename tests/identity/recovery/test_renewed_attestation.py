"""A bank attests an existing account again: one method of a recovery that waits for it, never a rebind (R6), and one word (R2)."""

from typing import Any

import pytest

from bawaba.identity.recovery.models import Proof, Recovery
from people import activated
from recoveries import NEW, STEPS, begin, prove_phone, reference_on, row_of, trusts, type_sheet, vouch, who, with_sheet

pytestmark = pytest.mark.django_db


def bank(world: Any) -> Any:
    return world.attestor("palm-bank", "bank")


def test_sheet_and_bank_let_it_wait_and_the_bank_hears_one_word(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    assert "جدّد" in client.get(STEPS).content.decode() or "تجديد إفادة" in client.get(STEPS).content.decode()
    assert world.bank_attest(bank(world), "layla", NEW).word == "not_activated"
    assert row_of(client).state == "cooling"
    assert who(world).phone == world.cast["layla"]["phone"]
    world.deliver()
    assert "طُلبت استعادة حسابك" in world.pocket.last(world.cast["layla"]["phone"])


def test_relative_and_bank_do_as_well(world: Any) -> None:
    with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client = begin(world)
    vouch(sami, who(world), reference_on(client))
    prove_phone(world, client)
    world.bank_attest(bank(world), "layla", NEW)
    assert row_of(client).state == "cooling"


def test_without_a_recovery_that_waits_for_this_phone_nothing_happens(world: Any) -> None:
    codes = with_sheet(world)
    assert world.bank_attest(bank(world), "layla", NEW).word == "not_activated"
    client = begin(world)
    type_sheet(client, codes[0])
    assert world.bank_attest(bank(world), "layla", NEW).word == "not_activated"
    prove_phone(world, client)
    assert world.bank_attest(bank(world), "layla", "+966500007788").word == "not_activated"
    assert set(Proof.objects.values_list("way", flat=True)) == {"sheet"}
    assert row_of(client).state == "started"


def test_two_banks_are_one_method(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    Proof.objects.all().update(way="relative")
    Recovery.objects.update(phone_proven_at=None)
    for slug in ("palm-bank", "dune-bank"):
        assert world.bank_attest(world.attestor(slug, "bank"), "layla", NEW).word == "not_activated"
    assert row_of(client).proofs.count() == 1, "a phone that was not proven here is not the one that waits"
    Recovery.objects.update(phone_proven_at=row_of(client).started_at)
    Proof.objects.all().delete()
    for slug in ("palm-bank", "dune-bank"):
        world.bank_attest(world.attestor(slug, "bank"), "layla", NEW)
    assert not Proof.objects.exists(), "a bank is never the first"


def test_a_bank_whose_facts_differ_proves_nothing(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    assert world.bank_attest(bank(world), "layla", NEW, birth_date="1950-01-01").word == "not_activated"
    assert row_of(client).state == "started"


def test_a_statement_replayed_counts_once_and_of_another_account_not_at_all(world: Any) -> None:
    codes = with_sheet(world)
    activated(world, "sami")
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    world.bank_attest(bank(world), "sami", NEW)
    assert row_of(client).state == "started"
