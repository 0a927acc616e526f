"""What waits: each state's own deadline to the second, what is purged with it, and services that open a day after a rebind."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from applicants import Applicant
from bawaba.cases.answers import From, Met
from bawaba.cases.catalogue import services
from bawaba.cases.conditions.account_cooled_down import AccountCooledDown
from bawaba.cases.facts import Facts
from bawaba.core import clock
from bawaba.identity.accounts.queries import applicant, live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.review.commands import decide_held
from bawaba.identity.review.models import Decision
from bawaba.identity.staff.commands import assign_post
from bawaba.identity.staff.queries import officer_in_service
from bawaba.journal.handlers import clock_jobs
from bawaba.journal.models import PersonKey
from identity.test_failed_attempts import wrong_code
from officers import CONSOLE, appointed
from people import activated, register

pytestmark = pytest.mark.django_db
LIMITS = settings.LIMITS


def tick() -> None:
    """Every job of the clock, as a worker would."""
    for job in clock_jobs().values():
        job.do(clock.now())


def started(world: Any) -> None:
    Applicant(world, "omar").until("contact")


def phone_proven(world: Any) -> None:
    Applicant(world, "omar").until("prove")


def registered(world: Any) -> None:
    register(world, "omar")


def attestation_failed(world: Any) -> None:
    register(world, "omar")
    world.bank_attest(world.attestor("palm-bank", "bank"), "omar", birth_date="1970-01-01")


def in_fraud_review(world: Any) -> None:
    register(world, "omar")
    wrong_code(world, world.attestor("kiosk-1"), "omar", times=3)


def reserved(world: Any) -> None:
    world.bank_attest(world.attestor("palm-bank", "bank"), "omar")


WAITING = (
    (started, LIMITS.started_life),
    (phone_proven, LIMITS.phone_proven_life),
    (registered, LIMITS.registered_life),
    (attestation_failed, LIMITS.registered_life),
    (in_fraud_review, LIMITS.registered_life),
    (reserved, LIMITS.reserved_life),
)


@pytest.mark.parametrize(("begin", "life"), WAITING, ids=lambda one: getattr(one, "__name__", str(one)))
def test_each_state_ends_at_its_deadline_and_not_a_moment_before(world: Any, begin: Any, life: timedelta) -> None:
    begin(world)
    row = Enrolment.objects.get()
    assert row.state == begin.__name__
    world.wait((row.expires_at - clock.now()).total_seconds() - 2)
    assert clock.now() - row.made_at <= life + timedelta(minutes=1)
    tick()
    assert Enrolment.objects.get().state == begin.__name__
    world.wait(4)
    tick()
    assert list(Enrolment.objects.values_list("state", flat=True)) in ([], ["expired"])
    assert not Enrolment.objects.exclude(password="").exists()


@pytest.mark.promise("A12")
@pytest.mark.parametrize("begin", [begin for begin, _ in WAITING], ids=lambda one: one.__name__)
def test_a_month_later_no_row_anywhere_holds_anything_of_the_person(world: Any, begin: Any) -> None:
    begin(world)
    if begin is in_fraud_review:
        decide(world)
    world.deliver()
    world.wait(33 * 86400)
    for _ in range(3):
        tick()
        world.wait(86400 + 1)
    one = world.cast["omar"]
    names = [name for script in world.person("omar")["names"].values() for name in script.values() if len(name) > 3]
    for model in apps.get_models():
        for row in model.objects.values_list():
            written = " ".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for cell in row)
            assert not [text for text in (one["number"], one["phone"], *names) if text in written], model.__name__
    assert not Enrolment.objects.exists()
    assert not Decision.objects.exists()
    left = PersonKey.objects.exclude(subject__in=apps.get_model("staff", "Officer").objects.values("uuid"))
    assert not left.exists(), "what was sealed is unreadable in any copy"


def decide(world: Any) -> None:
    """A colleague's note about the person, which goes with the registration."""
    appointed(world, "noor")
    handle = apps.get_model("staff", "Officer").objects.get().uuid
    assign_post(officer=handle, agency="identity", role="reviewer", by=CONSOLE)
    officer = officer_in_service(handle)
    row = Enrolment.objects.get()
    decide_held(enrolment=row.uuid, move="keep", reason="under_inquiry", note="اتصلت بعمر الحسن", officer=officer)
    assert Decision.objects.exists()


def test_a_held_registration_is_not_reminded_of_what_it_may_not_do(world: Any) -> None:
    in_fraud_review(world)
    for _ in range(6):
        world.wait(86400)
        tick()
    world.deliver()
    assert not [text for _, text in world.pocket.texts if "تذكير" in text]


def test_sensitive_services_open_a_day_after_a_rebind_to_the_second(world: Any) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone="+966500009911"), use=False)
    until = applicant(account).cooled_until
    assert until is not None
    for before, answer in ((1, From), (-1, Met)):
        world.wait((until - clock.now()).total_seconds() - before)
        held = AccountCooledDown().holds(Facts(applicant(account), clock.now(), clock.today()), {})
        assert isinstance(held, answer)
    assert until - LIMITS.rebind_cooldown <= clock.now()


def test_services_that_move_money_persons_or_vehicles_are_among_the_sensitive_ones() -> None:
    asks = {slug for slug, one in services().items() if any(isinstance(c, AccountCooledDown) for c in one.conditions)}
    assert {"sell-vehicle", "exit-reentry-visa", "renew-passport", "authorise-driver"} <= asks
