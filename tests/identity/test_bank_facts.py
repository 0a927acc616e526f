"""R12: for a bank, birth date and nationality must equal the register's; names only raise a review."""

from typing import Any

import pytest

from bawaba.identity.attestation.rules import names_differ
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from bawaba.registers.facts import person_from
from people import register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("more", [{"birth_date": "1990-01-02"}, {"birth_date": ""}, {"nationality": "ZZ"}])
def test_a_differing_fact_is_not_activated(world: Any, more: dict[str, str]) -> None:
    register(world, "omar")
    assert world.bank_attest(world.attestor("palm-bank", "bank"), "omar", **more).word == "not_activated"


def test_a_differing_name_activates_and_raises_a_review(world: Any) -> None:
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank")
    outcome = world.bank_attest(bank, "omar", given_name="Wholly", family_name="Different")
    assert outcome.word == "activated"
    assert Event.objects.get(type="attestation.review").data == {"reason": "names_differ"}
    assert Enrolment.objects.get().state == "activated"


def test_the_registers_own_spelling_raises_nothing(world: Any) -> None:
    register(world, "omar")
    world.bank_attest(world.attestor("palm-bank", "bank"), "omar")
    assert not Event.objects.filter(type="attestation.review").exists()


def test_spellings_are_compared_folded_and_in_either_script(world: Any) -> None:
    person = person_from(world.person("omar"))
    english, arabic = person.names.en, person.names.ar
    for said in (
        english.full.upper(),
        f"{english.family}, {english.first}",
        arabic.full,
        f"{arabic.first} {arabic.family}",
    ):
        assert not names_differ(said, person), said
    assert not names_differ("", person), "a bank that states no name raises nothing"
    assert names_differ("Wholly Different", person)
