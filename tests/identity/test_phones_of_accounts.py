"""R11: whom a phone serves: one account, one household, or a newcomer when its former holder is long gone."""

from typing import Any

import pytest

from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.attestation import live_codes
from bawaba_attestor import Problem
from people import activated, register
from races import at_once

DAY = 86400


def live(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    return holder(found) if found else None


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "free"), [(89, False), (91, True)])
def test_a_strangers_phone_is_recycled_after_ninety_days(world: Any, days: int, free: bool) -> None:
    activated(world, "layla")
    phone = world.cast["layla"]["phone"]
    world.wait(days * DAY)
    kiosk = world.attestor("kiosk-1")
    if not free:
        with pytest.raises(Problem) as refused:
            world.visit(kiosk, "khalid", phone=phone)
        assert refused.value.slug == "phone-in-use"
        return
    visit = world.visit(kiosk, "khalid", phone=phone)
    assert visit["recycled_phone"] is True, "the screen can say that another account loses it"
    assert world.attest(kiosk, "khalid", visit, use=False).word == "activated"
    assert (live(world, "layla").phone, live(world, "layla").phone_lost) == ("", True)
    assert live(world, "khalid").phone == phone


@pytest.mark.django_db
def test_a_free_phone_is_not_said_to_be_lost_by_anybody(world: Any) -> None:
    assert world.visit(world.attestor("kiosk-1"), "omar")["recycled_phone"] is False


@pytest.mark.django_db
def test_a_bank_hears_one_word_when_its_phone_serves_a_stranger(world: Any) -> None:
    activated(world, "layla")
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), "omar", phone=world.cast["layla"]["phone"])
    assert outcome.body == {"outcome": "not_activated", "jti": outcome.jti}


@pytest.mark.django_db(transaction=True)
def test_two_strangers_who_proved_one_phone_in_the_same_moment_do_not_both_get_it(world: Any) -> None:
    phone = "+966500007711"
    kiosks = [world.attestor(f"kiosk-{number}") for number in (1, 2)]
    people = ["layla", "omar"]
    visits = []
    for kiosk, slug in zip(kiosks, people, strict=True):
        visits.append(world.visit(kiosk, slug, phone=phone))
        world.wait(31)
    jobs = [
        lambda kiosk=kiosk, slug=slug, visit=visit: world.attest(kiosk, slug, visit, use=False)
        for kiosk, slug, visit in zip(kiosks, people, visits, strict=True)
    ]
    results = at_once(jobs)
    lost = [one for one in results if isinstance(one, Problem)]
    assert [one.slug for one in lost] == ["phone-in-use"], results
    assert sum(live(world, slug) is not None and live(world, slug).phone == phone for slug in people) == 1


@pytest.mark.django_db
def test_a_phone_changed_while_its_code_is_typed_is_not_proved_by_the_old_code(world: Any, monkeypatch: Any) -> None:
    """Between the right code and its effect another phone is given: possession of that one was never shown."""
    one, kiosk = world.cast["omar"], world.attestor("kiosk-1")
    opened = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
    kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", world.finger("omar"))
    kiosk.send_phone(opened["visit"], one["phone"])
    world.deliver()
    code = world.pocket.code(one["phone"])
    try_code = live_codes.try_code

    def swapped(**more: Any) -> Any:
        verdict = try_code(**more)
        monkeypatch.setattr(live_codes, "try_code", try_code)
        kiosk.send_phone(opened["visit"], world.cast["sami"]["phone"])
        return verdict

    monkeypatch.setattr(live_codes, "try_code", swapped)
    with pytest.raises(Problem) as refused:
        kiosk.send_code(opened["visit"], code)
    assert refused.value.slug == "phone-changed"


@pytest.mark.django_db
def test_what_was_typed_decides_nothing_at_a_kiosk(world: Any) -> None:
    """R12: the account carries the register's data."""
    register(world, "omar", first_en="Somebody", family_en="Else", birth_date="1950-01-01")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True)
    assert live(world, "omar").names_en == kiosk_names(world, "omar")


def kiosk_names(world: Any, slug: str) -> str:
    parts = world.person(slug)["names"]["en"]
    return " ".join(parts[name] for name in ("first", "father", "grandfather", "family") if parts.get(name))
