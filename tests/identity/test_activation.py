"""Presence wins: kiosk, bank, both orders, and what must not come alive."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password

from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from bawaba_attestor import Problem
from people import PASSWORD, register

NO_MATCH = {"match": False, "identifier": None, "names": None, "birth_year": None, "wait_seconds": 0}
pytestmark = pytest.mark.django_db


def live(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    return holder(found) if found else None


@pytest.mark.parametrize("slug", ["layla", "omar", "mariam", "khalid", "anna"])
def test_each_population_registers_and_is_activated_at_a_kiosk(world: Any, slug: str) -> None:
    register(world, slug)
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, slug)
    assert visit["enrolment"]["user_name"] == slug
    outcome = world.attest(kiosk, slug, visit, use=True)
    assert outcome.word == "activated"
    found = live(world, slug)
    assert (found.user_name, found.population, found.state) == (slug, world.cast[slug]["population"], "active")
    world.deliver()
    assert "/not-you/" in world.pocket.last(world.cast[slug]["phone"])
    assert check_password(PASSWORD, Account.objects.get(uuid=found.account).user.password)


@pytest.mark.parametrize("slug", ["layla", "omar", "mariam", "khalid", "anna"])
def test_each_population_registers_and_is_activated_by_its_bank(world: Any, slug: str) -> None:
    register(world, slug)
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), slug)
    assert outcome.word == "activated"
    assert outcome.body == {"outcome": "activated", "jti": outcome.jti}
    assert live(world, slug).assurance == 2


def test_without_an_enrolment_a_kiosk_opens_the_account_and_sends_a_first_login_code(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "omar")
    assert visit["enrolment"] is None
    outcome = world.attest(kiosk, "omar", visit, use=False)
    assert (outcome.word, outcome.body["first_login"]) == ("activated", True)
    world.deliver()
    assert len(world.pocket.opening_code(world.cast["omar"]["phone"])) == 19


def test_without_an_enrolment_a_bank_reserves_and_opens_nothing(world: Any) -> None:
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), "omar")
    assert outcome.word == "code_sent"
    assert live(world, "omar") is None
    assert Enrolment.objects.get().state == "reserved"


def test_an_enrolment_made_on_another_phone_never_comes_alive(world: Any) -> None:
    """R4: Sami registers Omar's number with his own phone and waits for Omar to activate it."""
    register(world, "omar", phone=world.cast["sami"]["phone"], user_name="trap")
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "omar")
    assert visit["enrolment"] is None
    world.attest(kiosk, "omar", visit, use=True)
    assert live(world, "omar").user_name != "trap"
    assert Enrolment.objects.filter(state="superseded").count() == 1


def test_not_mine_discards_what_waits_and_goes_on_as_kiosk_first(world: Any) -> None:
    register(world, "omar", user_name="notmine")
    kiosk = world.attestor("kiosk-1")
    outcome = world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=False)
    assert outcome.body["first_login"]
    assert live(world, "omar").user_name == "omar.alhassan"


def test_a_live_account_and_a_present_person_is_a_rebind(world: Any) -> None:
    """R6: old phone told, password dead, sensitive services wait."""
    register(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True)
    new_phone = "+966500009911"
    outcome = world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=new_phone), use=False)
    assert outcome.body["rebound"]
    found = live(world, "omar")
    assert found.phone == new_phone
    assert found.cooled_until is not None
    world.deliver()
    assert "بجوال آخر" in world.pocket.last(world.cast["omar"]["phone"])
    assert authenticate(username="omar", password=PASSWORD) is None


def test_a_bank_never_rebinds(world: Any) -> None:
    register(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True)
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), "omar")
    assert outcome.word == "not_activated"
    assert live(world, "omar").phone == world.cast["omar"]["phone"]


def test_a_bank_whose_birth_date_differs_hears_one_word_and_the_reason_goes_to_the_proven_phone(world: Any) -> None:
    register(world, "omar")
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), "omar", birth_date="1970-01-01")
    assert outcome.body == {"outcome": "not_activated", "jti": outcome.jti}
    world.deliver()
    assert "لا تطابق السجل" in world.pocket.last(world.cast["omar"]["phone"])
    assert live(world, "omar") is None


def test_a_dependent_without_a_fingerprint_is_not_recognised_and_not_told_why(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    one = world.cast["yusuf"]
    opened = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
    answer = kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", world.finger("yusuf"))
    nobody = kiosk.open_visit("iqama", "2311297275", "market", "ar", "2026-11")
    other = kiosk.send_biometric(nobody["visit"], "right_index", "sim-1", "simulated", world.finger("yusuf"))
    assert answer == other == NO_MATCH


def test_an_attestation_byte_for_byte_again_is_refused_under_another_key(world: Any) -> None:
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank")
    kept: dict[str, bytes] = {}
    send = bank._client.request

    def overhear(method: str, path: str, **more: Any) -> Any:
        if path.endswith("/attestations"):
            kept["body"] = more["content"]
        return send(method, path, **more)

    bank._client.request = overhear
    world.bank_attest(bank, "omar")
    bank._client.request = send
    headers = {"Content-Type": "application/json", "Idempotency-Key": "another"}
    with pytest.raises(Problem) as refused:
        bank._call("POST", "/channel/v1/attestations", kept["body"], headers, 1)
    assert refused.value.slug == "attestation-replayed"


def test_when_the_register_is_down_nothing_is_consumed(world: Any) -> None:
    register(world, "omar")
    world.app.extensions["switches"]["register"] = "down"
    with pytest.raises(Exception, match="register-unavailable"):
        world.bank_attest(world.attestor("palm-bank", "bank"), "omar")
    world.app.extensions["switches"].clear()
    world.register._breaker.__init__()
    assert world.bank_attest(world.attestor("palm-bank", "bank"), "omar").word == "activated"


def test_a_taken_user_name_gets_a_number_behind_it(world: Any) -> None:
    """R10."""
    kiosk = world.attestor("kiosk-1")
    for slug in ("layla", "omar"):
        register(world, slug, user_name="same")
        world.attest(kiosk, slug, world.visit(kiosk, slug), use=True)
    assert (live(world, "layla").user_name, live(world, "omar").user_name) == ("same", "same2")


def test_a_phone_of_a_stranger_in_use_is_refused_after_its_code(world: Any) -> None:
    """R11."""
    register(world, "layla")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "layla", world.visit(kiosk, "layla"), use=True)
    world.wait(31)
    with pytest.raises(Problem) as refused:
        world.visit(kiosk, "omar", phone=world.cast["layla"]["phone"])
    assert refused.value.slug == "phone-in-use"


def test_a_household_shares_a_phone(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    phone = world.cast["omar"]["phone"]
    for slug in ("omar", "mariam"):
        world.wait(31)
        world.attest(kiosk, slug, world.visit(kiosk, slug, phone=phone), use=False)
    assert live(world, "mariam").phone == live(world, "omar").phone == phone
