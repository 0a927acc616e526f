"""R1 and R5: whoever comes in the same second, one person has one live account, and one flood supersedes in one stroke."""

import secrets
import time
from typing import Any
from uuid import uuid4

import pytest

from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.codes.models import Spending
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from bawaba_attestor import Outcome, Problem
from people import register
from races import at_once

LOSERS = {"overtaken"}  # our word for whoever was slower; begin anew and it is a rebind


def refresh() -> None:
    """Codes may be sent again, and the person has no live account."""
    Spending.objects.all().delete()
    Account.objects.update(state="closed")


@pytest.mark.promise("A14")
@pytest.mark.django_db(transaction=True)
def test_two_kiosks_and_a_bank_in_the_same_second_make_one_account(world: Any, trials: Any) -> None:
    kiosks = [world.attestor(f"kiosk-{number}") for number in (1, 2)]
    bank = world.attestor("palm-bank", "bank")
    for _ in range(trials(200)):
        refresh()
        register(world, "omar")
        visits = []
        for kiosk in kiosks:
            Spending.objects.all().delete()
            visits.append(world.visit(kiosk, "omar"))
        results = at_once(
            [
                lambda visit=visits[0]: world.attest(kiosks[0], "omar", visit, use=True),
                lambda visit=visits[1]: world.attest(kiosks[1], "omar", visit, use=False),
                lambda: world.bank_attest(bank, "omar"),
            ]
        )
        live = Account.objects.exclude(state="closed").count()
        answered = all(isinstance(r, Outcome) or (isinstance(r, Problem) and r.slug in LOSERS) for r in results)
        trials.failed(int(live != 1 or not answered))
        assert (live, answered) == (1, True), results


@pytest.mark.promise("A14")
@pytest.mark.django_db(transaction=True)
def test_two_enrolments_of_one_number_activated_in_the_same_second_wait_in_no_ring(world: Any, trials: Any) -> None:
    """Each supersedes the other's: without turns PostgreSQL found a deadlock here."""
    kiosks = [world.attestor(f"kiosk-{number}") for number in (1, 2)]
    phones = ["+966500001001", "+966500001002"]
    for _ in range(trials(20)):
        refresh()
        visits = []
        for kiosk, phone in zip(kiosks, phones, strict=True):
            register(world, "omar", phone=phone)
            Spending.objects.all().delete()
            visits.append(world.visit(kiosk, "omar", phone=phone))
        results = at_once(
            [
                lambda kiosk=kiosk, visit=visit: world.attest(kiosk, "omar", visit, use=True)
                for kiosk, visit in zip(kiosks, visits, strict=True)
            ]
        )
        live = Account.objects.exclude(state="closed").count()
        words = [r.slug if isinstance(r, Problem) else getattr(r, "word", r) for r in results]
        fine = live == 1 and set(words) <= {"activated", *LOSERS}
        trials.failed(int(not fine))
        assert fine, (live, words)


def hostile(number: int, like: Enrolment) -> list[Enrolment]:
    """Registered ones of the same identifier, each on a phone of its own."""
    return [
        Enrolment(
            uuid=uuid4(),
            handle=secrets.token_bytes(32),
            reference=secrets.token_bytes(32),
            population=like.population,
            state="registered",
            identifier_index=like.identifier_index,
            phone_index=secrets.token_bytes(32),
            phone_slot=1,
            claims=like.claims,
            password="hash",
            language="ar",
            made_at=clock.now(),
            phone_proven_at=clock.now(),
            expires_at=like.expires_at,
        )
        for _ in range(number)
    ]


@pytest.mark.promise("A11")
@pytest.mark.django_db
@pytest.mark.parametrize("flood", [20, 10_000])
def test_hostile_enrolments_do_not_slow_the_one_who_is_present(world: Any, trials: Any, flood: int) -> None:
    register(world, "omar")
    count = flood if flood < 100 else trials(flood)
    mine = Enrolment.objects.get()
    Enrolment.objects.bulk_create(hostile(count, mine), batch_size=500)
    kiosk = world.attestor("kiosk-1")
    began = time.monotonic()
    visit = world.visit(kiosk, "omar")
    outcome = world.attest(kiosk, "omar", visit, use=True)
    assert time.monotonic() - began < 2
    assert (outcome.word, outcome.body["user_name"]) == ("activated", "omar")
    assert Event.objects.get(type="enrolment.supersede").count == count
    left = Enrolment.objects.exclude(pk=mine.pk)
    assert left.filter(state="superseded", password="", phone_slot=None).count() == count
