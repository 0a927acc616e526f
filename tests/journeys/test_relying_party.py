"""An agency's site, in a browser: logged in through the portal, agreed, known there, logged out at the portal and gone there."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import PASSWORD, SIX, Person, at_kiosk
from journeys.looking import problems_of, watch
from journeys.steps import press

PICTURES = os.environ.get("PICTURES", "")  # a folder, for whoever wants to look


def look(page: Page, name: str, scripts: bool, problems: list[str]) -> None:
    if scripts:
        problems += problems_of(page)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("size", "language", "scripts"),
    [("phone", "ar", True), ("desktop", "en", True), ("desktop", "ar", False), ("phone", "en", True)],
    ids=["phone ar", "desktop en", "desktop ar without scripts", "phone en"],
)
def test_logged_in_there_through_here(page_of: Any, at: Any, size: str, language: str, *, scripts: bool) -> None:
    person = Person(at, "citizen")
    person.register()
    assert at_kiosk(person) == "activated"
    page, problems = page_of(size, language, java_script_enabled=scripts), list[str]()
    refusals: list[str] = []
    page.on("console", lambda one: refusals.append(one.text) if "Content Security Policy" in one.text else None)

    def shown(name: str) -> None:
        look(page, f"{name}-{size}-{language}", scripts, problems)

    page.goto(f"{at.outside}/language/{language}?next=/municipality/")
    shown("site")
    page.locator("button[value='name']").click()
    expect(page).to_have_url(re.compile(re.escape(at.portal) + "/login"))
    shown("login")
    page.locator("#name").fill(person.number)
    page.locator("#password").fill(PASSWORD)
    press(page)
    page.locator("#code").fill(person.next_text(SIX))
    press(page)
    expect(page).to_have_url(re.compile("/oidc/continue"))
    if language == "en":  # the account was opened in Arabic; the page stays the page
        page.locator(".notice-bar button[value='en'], button[name='language'][value='en']").first.click()
        expect(page.locator("h1")).to_have_text("Logging in to Municipality of the Capital")
    shown("consent")
    press(page, "button[name='yes']")
    expect(page).to_have_url(f"{at.outside}/municipality/")
    shown("welcome")
    page.locator("button[value='permits']").click()
    expect(page).to_have_url(re.compile("/oidc/continue"))
    shown("consent-more")
    press(page, "button[name='yes']")
    expect(page.locator("main")).to_contain_text(person.number)
    shown("permits")
    page.goto(f"{at.portal}/agencies/")
    shown("agencies")
    strange = watch(page, at.portal)
    page.goto(f"{at.portal}/settings")
    assert not strange
    if size == "phone":
        page.locator(".phone-menu summary").click()
    page.locator("form[action='/logout'] button:visible").click()
    page.wait_for_load_state()
    _wait_until_gone(page, at)
    assert not problems
    assert not refusals


def _wait_until_gone(page: Page, at: Any) -> None:
    """The worker tells the agency within moments."""
    for _ in range(40):
        page.goto(f"{at.outside}/municipality/")
        if page.locator("button[value='name']").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("still logged in there")


def test_logged_out_there_and_then_here_or_declined(page_of: Any, at: Any) -> None:
    person = Person(at, "resident")
    person.register()
    assert at_kiosk(person) == "activated"
    page, problems = page_of("phone", "ar"), list[str]()
    page.goto(f"{at.portal}/login")
    page.locator("#name").fill(person.number)
    page.locator("#password").fill(PASSWORD)
    press(page)
    page.locator("#code").fill(person.next_text(SIX))
    press(page)
    page.goto(f"{at.outside}/municipality/")
    page.locator("button[value='name']").click()
    press(page, "button[name='no']")
    expect(page).to_have_url(f"{at.outside}/municipality/?said=declined")
    page.locator("button[value='name']").click()
    press(page, "button[name='yes']")
    expect(page).to_have_url(f"{at.outside}/municipality/")
    page.locator("form[action='/municipality/leave'] button").click()
    expect(page).to_have_url(re.compile("/oidc/logout"))
    look(page, "leave-phone-ar", True, problems)
    press(page, "form[action='/oidc/logout/now'] button")
    expect(page).to_have_url(re.compile("said=bye"))
    page.goto(f"{at.portal}/home")
    expect(page).to_have_url(re.compile("/login"))
    page.goto(f"{at.portal}/oidc/authorize?client_id=nobody")
    look(page, "refused-phone-ar", True, problems)
    assert not problems
