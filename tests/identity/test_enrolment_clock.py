"""A12: what is not activated is reminded twice, ends at its deadline, and leaves nothing of the person behind."""

from typing import Any

import pytest

from applicants import Applicant
from bawaba.core import clock
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.enrolment.clockwork import expire_enrolments, purge_ended, remind_applicants
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.enrolment.phone_proof import spend_registration_sends
from bawaba.journal.models import Event, PersonKey
from people import origin, register

pytestmark = pytest.mark.django_db
DAY = 86400


def tick() -> None:
    now = clock.now()
    remind_applicants(now)
    expire_enrolments(now)
    purge_ended(now)


def reminders(world: Any) -> int:
    world.deliver()
    return sum("تذكير" in text for _, text in world.pocket.texts)


@pytest.mark.promise("A12")
def test_two_reminders_then_the_end_then_nothing(world: Any) -> None:
    register(world, "omar")
    seen = []
    for _ in range(9):
        world.wait(DAY)
        tick()
        tick()
        seen.append((reminders(world), list(Enrolment.objects.values_list("state", flat=True))))
    waiting = ["registered"]
    assert seen[:6] == [(0, waiting), (0, waiting), (1, waiting), (1, waiting), (1, waiting), (2, waiting)]
    assert seen[6] == (2, ["expired"])
    assert seen[8] == (2, [])
    assert not PersonKey.objects.exists(), "what was sealed is unreadable in any copy"
    assert Event.objects.filter(type="enrolment.expire").count() == 1


def test_a_worker_that_was_away_for_both_sends_one(world: Any) -> None:
    register(world, "omar")
    world.wait(6.5 * DAY)
    tick()
    assert reminders(world) == 1


def test_an_unproven_phone_is_gone_with_its_fifteen_minutes(world: Any) -> None:
    Applicant(world).until("contact")
    world.wait(15 * 60 + 1)
    tick()
    assert not Enrolment.objects.exists()
    assert not PersonKey.objects.exists()


def test_a_flood_is_purged_in_one_run(world: Any) -> None:
    register(world, "omar")
    like = Enrolment.objects.get()
    many = [
        Enrolment(
            handle=bytes([9, i // 256, i % 256]),
            reference=bytes([7, i // 256, i % 256]),
            state="superseded",
            population="resident",
            claims=b"x",
            language="ar",
            made_at=like.made_at,
            expires_at=like.expires_at,
            ended_at=clock.now(),
        )
        for i in range(1200)
    ]
    Enrolment.objects.bulk_create(many, batch_size=500)
    world.wait(DAY + 1)
    tick()
    assert Enrolment.objects.count() == 1
    assert sum(Event.objects.filter(type="enrolment.purge").values_list("count", flat=True)) == 1200


@pytest.mark.promise("A7")
def test_a_burst_from_one_address_gets_twenty_five_codes(world: Any, trials: Any) -> None:
    here, sent = origin(), 0
    for number in range(max(30, trials(1000))):
        fresh = type(here)(here.address, f"another-device-{number}")
        try:
            spend_registration_sends(phone=f"+9665000{10000 + number}", origin=fresh)
            sent += 1
        except TooOften:
            continue
    assert sent == 25
