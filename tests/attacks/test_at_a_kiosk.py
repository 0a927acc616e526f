"""Whoever stands at a kiosk, or holds its key: somebody's QR, somebody's number, somebody's phone."""

from typing import Any

import pytest

from applicants import Applicant
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from bawaba_attestor import Problem
from people import activated, at, give_details, logged_in, register
from wires import kiosk_stated, post, send, slug_of

pytestmark = pytest.mark.django_db
CONSENT = {"text_version": "2026-11", "language": "ar"}


def scanned(kiosk: Any, reference: str) -> dict[str, Any]:
    """A visit that somebody's receipt opened."""
    answer = post(kiosk, "/visits", {"reference": reference, "place": "market", "consent": CONSENT})
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


def finger(world: Any, kiosk: Any, visit: dict[str, Any], slug: str) -> bool:
    answer = kiosk.send_biometric(visit["visit"], "right_index", "sim-1", "simulated", world.finger(slug))
    return bool(answer["match"])


def live(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    return holder(found) if found else None


def texts_to(world: Any, slug: str) -> int:
    return sum(to == world.cast[slug]["phone"] for to, _ in world.pocket.texts)


def test_a_victim_who_scans_my_qr_of_their_number_gets_their_own_account(world: Any) -> None:
    trap = register(world, "omar", phone=world.cast["sami"]["phone"], user_name="trap")
    kiosk, phone = world.attestor("kiosk-1"), world.cast["omar"]["phone"]
    opened = scanned(kiosk, trap.claims.reference)
    assert finger(world, kiosk, opened, "omar")
    kiosk.send_phone(opened["visit"], phone)
    world.deliver()
    proof = kiosk.send_code(opened["visit"], world.pocket.code(phone))
    assert proof["enrolment"] is None, "the reference was a shortcut for typing, and no more"
    outcome = world.attest(kiosk, "omar", {**opened, **proof, "phone": phone}, use=True)
    assert outcome.body["first_login"]
    assert (live(world, "omar").phone, live(world, "omar").user_name) == (phone, "omar.alhassan")
    assert Enrolment.objects.get(uuid=trap.enrolment).state == "superseded"
    assert not give_details(at(), "trap")
    assert not give_details(at(), world.cast["omar"]["number"]), "the trap's password is nobody's"


def test_a_victim_who_scans_my_qr_of_my_number_opens_nothing(world: Any) -> None:
    mine = register(world, "sami")
    kiosk, told = world.attestor("kiosk-1"), texts_to(world, "sami")
    opened = scanned(kiosk, mine.claims.reference)
    assert not finger(world, kiosk, opened, "omar")
    with pytest.raises(Problem) as refused:
        kiosk.send_phone(opened["visit"], world.cast["omar"]["phone"])
    assert refused.value.slug == "presence-missing"
    world.deliver()
    assert (texts_to(world, "omar"), texts_to(world, "sami")) == (0, told)
    assert not Account.objects.exists()


def test_a_found_receipt_shows_a_stranger_nothing(world: Any) -> None:
    theirs = register(world, "omar")
    kiosk = world.attestor("kiosk-1")
    opened = scanned(kiosk, theirs.claims.reference)
    assert set(opened) == {"visit", "challenge", "expires_at"}
    answer = kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", world.finger("sami"))
    assert answer == {"match": False, "identifier": None, "names": None, "birth_year": None, "wait_seconds": 0}


def test_a_stolen_device_key_without_the_finger_sends_no_text_holds_nothing_and_activates_nobody(world: Any) -> None:
    register(world, "omar")
    kiosk, one, told = world.attestor("kiosk-1"), world.cast["omar"], texts_to(world, "omar")
    for _ in range(4):
        world.wait(31)
        visit = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
        where = f"/visits/{visit['visit']}"
        assert slug_of(post(kiosk, f"{where}/phone", {"phone": one["phone"]})) == "presence-missing"
        assert slug_of(post(kiosk, f"{where}/code", {"code": "000000"})) == "presence-missing"
        claimed = send(kiosk, kiosk_stated(world, kiosk, "omar", {**visit, "phone": one["phone"]}))
        assert slug_of(claimed) == "presence-missing"
    world.deliver()
    assert texts_to(world, "omar") == told
    assert Enrolment.objects.get().state == "registered", "no wrong code was counted against the victim"
    assert not Account.objects.exists()


@pytest.mark.parametrize("other", ["number", "phone"])
def test_my_own_finger_and_phone_speak_for_no_other_number_and_no_other_phone(world: Any, other: str) -> None:
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "sami")
    if other == "number":
        claimed = kiosk_stated(world, kiosk, "omar", visit)
    else:
        claimed = kiosk_stated(world, kiosk, "sami", {**visit, "phone": world.cast["omar"]["phone"]})
    answer = send(kiosk, claimed)
    assert (answer.status_code, slug_of(answer)) == (400, "statement-invalid")
    assert not Account.objects.exists()


def test_a_borrowed_phone_takes_no_account_from_its_owner(world: Any) -> None:
    """At a kiosk with one's own finger, without an account and with one."""
    activated(world, "omar")
    inside, kiosk = logged_in(world, "omar"), world.attestor("kiosk-1")
    for attempt in ("opening", "rebinding"):
        world.wait(31)
        with pytest.raises(Problem) as refused:
            world.visit(kiosk, "sami", phone=world.cast["omar"]["phone"])
        assert refused.value.slug == "phone-in-use", attempt
        assert live(world, "omar").phone == world.cast["omar"]["phone"]
        assert inside.get("/home").status_code == 200
        if attempt == "opening":
            activated(world, "sami")
    assert live(world, "sami").phone == world.cast["sami"]["phone"]


def test_a_borrowed_phone_full_of_registrations_evicts_no_registration_of_its_owner(world: Any) -> None:
    mine = register(world, "omar", user_name="omar.own")
    for slug in ("sami", "noor", "khalid"):
        world.wait(31)
        hostile = Applicant(world, slug).until("identify")
        hostile.contact(phone=world.cast["omar"]["phone"])
        world.deliver()
        hostile.prove(world.pocket.code(world.cast["omar"]["phone"]))
    assert Enrolment.objects.exclude(phone_slot=None).count() == 3
    assert Enrolment.objects.get(uuid=mine.enrolment).state == "registered"
    world.wait(31)
    kiosk = world.attestor("kiosk-1")
    assert world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True).body["user_name"] == "omar.own"
