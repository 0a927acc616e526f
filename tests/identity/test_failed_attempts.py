"""R8 and the table's moves fail, retry, hold and release: an attempt that did not activate leaves a trace, and a way on."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from people import register

pytestmark = pytest.mark.django_db


def states(world: Any) -> list[str]:
    return list(Enrolment.objects.order_by("id").values_list("state", flat=True))


def wrong_code(world: Any, kiosk: Any, slug: str, times: int = 1) -> None:
    one = world.cast[slug]
    opened = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
    assert kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", world.finger(slug))["match"]
    kiosk.send_phone(opened["visit"], one["phone"])
    world.deliver()
    right = world.pocket.code(one["phone"])
    for _ in range(times):
        assert not kiosk.send_code(opened["visit"], f"{(int(right) + 1) % 1_000_000:06d}")["proven"]


def test_a_bank_that_states_other_facts_fails_the_enrolment_and_a_kiosk_brings_it_alive(world: Any) -> None:
    register(world, "omar")
    world.bank_attest(world.attestor("palm-bank", "bank"), "omar", birth_date="1970-01-01")
    assert states(world) == ["attestation_failed"]
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "omar")
    assert visit["enrolment"]["user_name"] == "omar"
    assert world.attest(kiosk, "omar", visit, use=True).word == "activated"
    told = list(Event.objects.filter(type__startswith="enrolment.").order_by("id").values_list("type", flat=True))
    assert told[-3:] == ["enrolment.fail", "enrolment.retry", "enrolment.activate"]


def test_three_wrong_live_codes_in_a_row_hold_what_waits_and_the_person_goes_on_as_kiosk_first(world: Any) -> None:
    register(world, "omar", user_name="guessed")
    world.wait(31)
    kiosk = world.attestor("kiosk-1")
    wrong_code(world, kiosk, "omar", times=2)
    assert states(world) == ["registered"]
    world.wait(31)
    wrong_code(world, world.attestor("kiosk-2"), "omar")
    assert states(world) == ["in_fraud_review"], "counted on the identifier, whichever kiosk"
    assert Event.objects.get(type="enrolment.hold").count == 1
    world.wait(31)
    visit = world.visit(kiosk, "omar")
    assert visit["enrolment"] is None
    assert world.attest(kiosk, "omar", visit, use=True).body["first_login"]


def test_a_right_code_ends_the_row(world: Any) -> None:
    register(world, "omar")
    kiosk = world.attestor("kiosk-1")
    for _ in range(2):
        world.wait(31)
        wrong_code(world, kiosk, "omar", times=2)
        world.wait(31)
        world.visit(kiosk, "omar")
    assert states(world) == ["registered"]


def test_a_counter_holds_nothing(world: Any) -> None:
    register(world, "omar")
    world.wait(31)
    wrong_code(world, world.attestor("counter-1", "counter"), "omar", times=4)
    assert states(world) == ["registered"]


def test_an_officer_releases_and_it_can_be_activated(world: Any) -> None:
    draft = register(world, "omar")
    world.wait(31)
    kiosk = world.attestor("kiosk-1")
    wrong_code(world, kiosk, "omar", times=3)
    call_command("release_enrolment", draft.claims.reference, officer="noor")
    assert Event.objects.get(type="enrolment.release").actor == "noor"
    with pytest.raises(CommandError):
        call_command("release_enrolment", draft.claims.reference, officer="noor")
    world.wait(31)
    assert world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True).word == "activated"
    assert live_account_of_number(world.cast["omar"]["number"])


def test_the_reason_reaches_the_proven_phone_but_not_without_end(world: Any) -> None:
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank")
    for _ in range(4):
        world.bank_attest(bank, "omar", birth_date="1970-01-01")
    world.deliver()
    told = [text for to, text in world.pocket.texts if "لا تطابق السجل" in text]
    assert len(told) == 1
