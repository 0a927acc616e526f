"""Codes and passwords guessed at every door at once, and what strangers' tries cost their victim."""

import threading
from collections import Counter
from functools import partial
from typing import Any

import pytest

from applicants import Applicant
from bawaba.identity.accounts import login
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.codes import commands
from bawaba.identity.enrolment.models import Enrolment
from bawaba_attestor import Problem
from people import PASSWORD, activated, at, give_details, logged_in, origin
from races import at_once
from wires import post

GUESSES = 12
WRONG = "not the password"


def others(right: str) -> list[str]:
    """Six digits that are not the code."""
    return [f"{(int(right) + 1 + number) % 1_000_000:06d}" for number in range(GUESSES)]


def doors(world: Any, slug: str) -> list[tuple[Any, str]]:
    """What takes a code at the registration, at the log-in and at a kiosk, each with its own code on one phone."""
    one = world.cast[slug]
    web = Applicant(world, "sami").until("identify")
    web.contact(phone=one["phone"])
    world.deliver()
    found = [(lambda code: web.prove(code), world.pocket.code(one["phone"]))]
    browser = at()
    assert give_details(browser, slug)
    world.deliver()
    found.append((lambda code: browser.post("/login/code", {"code": code}), world.pocket.code(one["phone"])))
    kiosk = world.attestor("kiosk-1")
    visit = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "v")["visit"]
    assert kiosk.send_biometric(visit, "right_index", "sim-1", "simulated", world.finger(slug))["match"]
    kiosk.send_phone(visit, one["phone"])
    world.deliver()
    found.append((lambda code: post(kiosk, f"/visits/{visit}/code", {"code": code}), world.pocket.code(one["phone"])))
    return found


@pytest.mark.promise("A2")
@pytest.mark.django_db(transaction=True)
def test_codes_guessed_at_web_and_kiosk_in_the_same_moment_get_five_comparisons_each(
    world: Any, trials: Any, monkeypatch: Any
) -> None:
    compared: Counter[bytes] = Counter()
    lock, same_code = threading.Lock(), commands.same_code

    def counted(one: bytes, other: bytes) -> bool:
        with lock:
            compared[one] += 1
        return same_code(one, other)

    activated(world, "omar")
    omar = live_account_of_number(world.cast["omar"]["number"])
    monkeypatch.setattr(commands, "same_code", counted)
    for _ in range(trials(20)):
        world.wait(3 * 3600)  # ten codes a day to a phone
        commands.forget_failures(f"login|{omar}")  # else its rising wait closes the door before anything is compared
        compared.clear()
        ways = doors(world, "omar")
        results = at_once([partial(door, guess) for door, right in ways for guess in others(right)])
        broken = len(compared) != 3 or max(compared.values()) > 5 or any(isinstance(r, Exception) for r in results)
        trials.failed(int(broken))
        assert not broken, (sorted(compared.values()), [one for one in results if isinstance(one, Exception)])
        for door, right in ways:
            door(right)
        assert set(compared.values()) == {5}, "the right code came too late everywhere"
        assert not Enrolment.objects.filter(state="phone_proven").exists()


@pytest.mark.promise("A5")
@pytest.mark.django_db(transaction=True)
def test_forty_passwords_guessed_at_once_from_one_place_get_ten_comparisons(world: Any, monkeypatch: Any) -> None:
    activated(world, "omar")
    own = logged_in(world, "omar")
    own.post("/logout")
    compared: list[str] = []
    check = login.check_password
    monkeypatch.setattr(login, "check_password", lambda text, kept: compared.append(text) or check(text, kept))
    here = origin().address
    results = at_once([partial(give_details, at(here), "omar", f"{WRONG} {number}") for number in range(40)])
    assert set(results) == {False}, results
    assert len(compared) == 10
    assert give_details(own, "omar"), "the owner's browser is not the guessers' place"


@pytest.mark.promise("A6")
@pytest.mark.django_db
def test_strangers_who_burn_the_texts_of_a_phone_stop_no_log_in_of_its_owner(world: Any) -> None:
    activated(world, "omar")
    phone, refused = world.cast["omar"]["phone"], []
    kiosk, one = world.attestor("kiosk-1"), world.cast["sami"]
    for _ in range(6):
        world.wait(31)
        hostile = Applicant(world, "sami").until("identify")
        refused.append(hostile.contact(phone=phone).status_code == 429)
        visit = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "v")["visit"]
        kiosk.send_biometric(visit, "right_index", "sim-1", "simulated", world.finger("sami"))
        try:
            kiosk.send_phone(visit, phone)
        except Problem as problem:
            refused.append(problem.slug == "too-many-codes")
    assert refused[-2:] == [True, True], "both budgets are spent"
    assert logged_in(world, "omar").get("/home").status_code == 200


@pytest.mark.promise("A4")
@pytest.mark.django_db
def test_guesses_by_number_and_by_name_are_one_row_and_close_no_browser_of_the_owner(world: Any) -> None:
    activated(world, "omar")
    own = logged_in(world, "omar")
    own.post("/logout")
    for number in range(100):
        assert not give_details(at(), ("omar", world.cast["omar"]["number"], "OMAR")[number % 3], WRONG)
    assert not give_details(at(), "omar"), "closed for whoever is unknown"
    assert not give_details(at(), world.cast["omar"]["number"], PASSWORD)
    assert give_details(own, "omar")
