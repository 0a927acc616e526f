"""A9: while hardly a code of the last fifty is typed, a device works, or waits a minute, before one is sent."""

import json
from base64 import b64decode, b64encode
from typing import Any
from uuid import uuid4

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.conf import settings
from django.db import transaction

from applicants import Applicant
from bawaba.core.references import new_reference
from bawaba.identity.codes.commands import issue_code, try_code, use_code, withdraw_codes
from bawaba.identity.codes.conversion import INSTALLATION, converts_badly
from bawaba.identity.codes.effort import offer, spend_effort
from bawaba.identity.codes.models import OneTimeCode
from bawaba.identity.enrolment.queries import draft_of_handle
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from people import at
from races import at_once

BY = Actor("applicant")
SETTLED = 301  # seconds: a code that can still be typed is not judged
LONGER_THAN_A_DAY = 24 * 3600 + 1


def sent(typed: int, of: int, country: str = "SA") -> None:
    """So many codes to strangers' phones, so many of them typed, mixed."""
    for number in range(of):
        subject = uuid4()
        issue_code(
            purpose="enrolment-phone",
            subject=subject,
            text="123456",
            life=settings.LIMITS.phone_code_life,
            country=country,
            by=BY,
        )
        if (number + 1) * typed // of > number * typed // of:
            found = try_code(purpose="enrolment-phone", subject=subject, text="123456", by=BY)
            assert found.code
            use_code(code=found.code, by=BY)


def worked(task: str) -> str:
    """What the page's script does."""
    challenge = Challenge.from_dict(json.loads(b64decode(task))["challenge"])
    solution = solve_challenge(challenge)
    assert solution
    return Payload(challenge, solution).to_base64()


def changed(task: str, **values: Any) -> str:
    held = json.loads(b64decode(task))
    held["challenge"]["parameters"] |= values
    return b64encode(json.dumps(held).encode()).decode()


def task_in(answer: Any) -> str:
    """Of the page that came back."""
    assert answer.status_code == 428
    found: str = answer.content.decode().partition('name="effort" value="')[2].partition('"')[0]
    return found


@pytest.mark.promise("A9")
@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "of", "low"), [(14, 50, True), (15, 50, False), (0, 49, False), (0, 50, True)])
def test_fewer_than_three_in_ten_of_fifty_is_a_pump(world: Any, typed: int, of: int, low: bool) -> None:
    sent(typed, of)
    assert not converts_badly(["SA"]), "they can still be typed"
    world.wait(SETTLED)
    assert converts_badly(["SA"]) is low
    assert not converts_badly(["AE"])
    world.wait(LONGER_THAN_A_DAY)
    assert not converts_badly(["SA"]), "a day later"


@pytest.mark.promise("A9")
@pytest.mark.django_db
def test_whoever_changes_the_phone_makes_no_code_look_typed(world: Any) -> None:
    sent(0, 50)
    for subject in OneTimeCode.objects.values_list("subject", flat=True):
        withdraw_codes(purpose="enrolment-phone", subject=subject, by=BY)
    world.wait(SETTLED)
    assert converts_badly(["SA"])


@pytest.mark.promise("A9")
@pytest.mark.django_db
def test_operators_are_told_once_an_hour(world: Any) -> None:
    sent(0, 50)
    world.wait(SETTLED)
    for _ in range(3):
        assert converts_badly(["SA", "AE"])
    (told,) = Event.objects.filter(type="codes.pump_suspected")
    assert (told.subject, told.data) == (INSTALLATION, {"country": "SA"})


@pytest.mark.promise("A9")
@pytest.mark.django_db
def test_work_is_taken_once_and_only_as_it_was_set(world: Any) -> None:
    answer = worked(offer())
    assert spend_effort(answer)
    assert not spend_effort(answer), "again"
    for bad in ("", "x" * 4000, b64encode(b"[]").decode(), b64encode(b'{"challenge": 1}').decode(), offer()):
        assert not spend_effort(bad)
    assert not spend_effort(worked(changed(offer(), keyPrefix="00"))), "an easier task"
    assert not spend_effort(changed(worked(offer()), expiresAt=4_000_000_000)), "a longer life"
    late = worked(offer())
    world.wait(601)
    assert not spend_effort(late)


@pytest.mark.promise("A9")
@pytest.mark.django_db
def test_without_javascript_a_minutes_wait_will_do_sixty_times_an_hour(world: Any) -> None:
    tasks = [offer() for _ in range(61)]
    assert not spend_effort(tasks[0]), "at once"
    world.wait(61)
    assert [spend_effort(task) for task in tasks] == [True] * 60 + [False]
    assert spend_effort(worked(tasks[60])), "who works need not wait"


@pytest.mark.promise("A9")
@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_many_times_at_once_is_taken_once(world: Any, trials: Any) -> None:
    def spent(answer: str) -> bool:
        with transaction.atomic():
            return spend_effort(answer)

    for _ in range(trials(20)):
        answer = worked(offer())
        assert sum(at_once([lambda answer=answer: spent(answer)] * 8)) == 1


@pytest.mark.promise("A9")
@pytest.mark.django_db(transaction=True)
def test_whoever_registers_meanwhile_loses_nothing_and_gets_a_code(world: Any) -> None:
    sent(0, 50)
    world.wait(SETTLED)
    layla = Applicant(world).until("identify")
    asked = layla.contact()
    task = task_in(asked)
    assert layla.one["phone"][-4:] in asked.content.decode(), "what was typed is kept"
    world.deliver()
    assert not world.pocket.texts, "nothing was sent"
    assert layla.contact(effort=task).status_code == 428, "not worked for"
    answer = worked(task)
    assert layla.contact(effort=answer).status_code == 302
    assert layla.contact(effort=answer).status_code == 302, "a second click"
    assert layla.prove().status_code == 302


@pytest.mark.promise("A9")
@pytest.mark.django_db(transaction=True)
def test_another_code_and_a_lost_receipt_are_worked_for_too(world: Any) -> None:
    layla = Applicant(world).until("contact")
    sent(0, 50)
    world.wait(SETTLED)
    again = layla.client.post("/register/phone/resend")
    assert layla.client.post("/register/phone/resend", {"effort": worked(task_in(again))}).status_code == 302
    for sought in ({"reference": new_reference()}, {"number": layla.one["number"], "phone": layla.one["phone"]}):
        world.wait(600)
        browser = at()
        asked = browser.post("/register/resume", sought)
        answer = {"effort": worked(task_in(asked))}
        assert browser.post("/register/resume", sought | answer).status_code == 302


@pytest.mark.promise("A9")
@pytest.mark.django_db(transaction=True)
def test_a_reference_tells_nobody_whose_phone_it_leads_to(world: Any) -> None:
    """A pump of Emirati phones: unknown references, and those of a Saudi phone, are asked alike."""
    layla = Applicant(world).until("submit")
    reference = draft_of_handle(layla.client.cookies["enrolment"].value).claims.reference
    sent(0, 50, "AE")
    world.wait(SETTLED)
    answers = [at().post("/register/resume", {"reference": one}) for one in (reference, new_reference())]
    assert [answer.status_code for answer in answers] == [428, 428]
