"""The registration by keyboard alone; whatever has the focus shows it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import PASSWORD, SIX, Person

MOST = 60
RING = """() => { const one = document.activeElement, style = getComputedStyle(one), label = one.closest('label');
  const rings = [style.boxShadow, ...(label ? [getComputedStyle(label).boxShadow] : [])];
  return rings.some((ring) => ring !== 'none') }"""


def reach(page: Page, selector: str) -> None:
    """Tab until it has the focus."""
    page.wait_for_load_state()
    for _ in range(MOST):
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            assert page.evaluate(RING), f"{selector} has the focus and does not show it"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by keyboard")


def type_into(page: Page, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        reach(page, f"#{name}")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_registering_by_keyboard_alone(page_of: Any, at: Any, language: str) -> None:
    person, page = Person(at, "citizen"), page_of("desktop", language)
    year, month, day = person.facts["birth_date"].split("-")
    page.goto(at.portal + "/register/")
    reach(page, "a.btn[href='/register/who']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/who$"))
    reach(page, "input[name=population]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/identity$"))
    type_into(page, {"identifier": person.number, "birth": day, "birth_month": month, "birth_year": year})
    type_into(page, {"first_ar": "سالم", "family_ar": "العمري"})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/contact$"))
    type_into(page, {"phone": person.phone})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/phone$"))
    type_into(page, {"code": person.next_text(SIX)})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/password$"))
    type_into(page, {"user_name": person.user_name, "password": PASSWORD, "again": PASSWORD})
    reach(page, "#terms")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/register/receipt$"))


def test_more_time_keeps_what_is_typed(page_of: Any, at: Any) -> None:
    page = page_of("desktop", "ar")
    page.goto(at.portal + "/register/who")
    page.locator("input[value=citizen]").check()
    page.keyboard.press("Enter")
    page.locator("#first_ar").fill("سالم")
    with page.expect_response(re.compile("/register/identity$")):
        page.locator(".clock button").click()
    expect(page.locator(".clock")).to_be_visible()
    expect(page.locator("#first_ar")).to_have_value("سالم")
