"""A code proves the phone that it went to, and no other that was typed since."""

from typing import Any

import pytest

from applicants import Applicant
from bawaba.identity.enrolment.models import Enrolment

pytestmark = pytest.mark.django_db


def test_my_code_does_not_prove_a_victims_phone_whose_budget_is_spent(world: Any) -> None:
    victim = Applicant(world, "omar").until("contact")
    mine = Applicant(world, "layla").until("contact")
    code = mine.code()
    assert mine.contact(phone=victim.one["phone"]).status_code == 429, "the victim's phone had a code a moment ago"
    mine.prove(code)
    assert not Enrolment.objects.exclude(phone_proven_at=None).exists()


def test_my_code_does_not_prove_a_phone_that_was_sent_its_own(world: Any) -> None:
    mine = Applicant(world, "layla").until("contact")
    code = mine.code()
    mine.contact(phone=world.cast["omar"]["phone"])
    mine.prove(code)
    assert not Enrolment.objects.exclude(phone_proven_at=None).exists()


def test_back_at_my_own_phone_an_old_code_is_still_dead(world: Any) -> None:
    mine = Applicant(world, "layla").until("contact")
    code = mine.code()
    mine.contact(phone=world.cast["omar"]["phone"])
    mine.contact(phone=world.cast["layla"]["phone"])
    mine.prove(code)
    assert not Enrolment.objects.exclude(phone_proven_at=None).exists()
