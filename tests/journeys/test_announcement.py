"""The announcement, in a real browser: register, prove presence, log in, look up a violation, pay it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import watch
from journeys.steps import log_in, pay_violation, register, visit_bank, visit_kiosk

SETTLED = {"ar": "مسددة", "en": "Paid"}


@pytest.mark.parametrize(("size", "language"), [("phone", "ar"), ("desktop", "en")])
def test_register_kiosk_login_pay(page_of: Any, at: Any, size: str, language: str) -> None:
    person, page = Person(at, "citizen"), page_of(size, language)
    strange = watch(page, at.portal)
    register(page, person)
    visit_kiosk(page_of("kiosk", language), person, language)
    log_in(page, person)
    assert not strange
    assert pay_violation(page, person).body().startswith(b"%PDF")
    page.goto(at.portal + "/services/violations/list")
    expect(page.locator("main")).to_contain_text(SETTLED[language])


@pytest.mark.parametrize(("size", "language"), [("desktop", "ar"), ("phone", "en")])
def test_register_bank_login(page_of: Any, at: Any, size: str, language: str) -> None:
    person, page = Person(at, "resident"), page_of(size, language)
    strange = watch(page, at.portal)
    register(page, person)
    visit_bank(page_of("desktop", language), person)
    log_in(page, person)
    assert not strange
    expect(page.locator("h1")).to_be_visible()


def test_everything_works_without_javascript(page_of: Any, at: Any) -> None:
    person, page = Person(at, "visitor"), page_of("phone", "ar", java_script_enabled=False)
    register(page, person)
    visit_kiosk(page_of("kiosk", "ar"), person)
    log_in(page, person)
