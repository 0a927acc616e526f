"""Somebody registers a passkey in the settings and from then on logs in with it alone, in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of, watch
from journeys.steps import give_authenticator, newly_active, press

BUTTON = "form[action='/login/passkey'] button"


def registered(page: Page, at: Any) -> None:
    """From the account's page to a passkey in the list."""
    page.goto(f"{at.portal}/settings")
    press(page, "main a[href='/settings/passkeys']")
    press(page, "main a[href='/settings/passkeys/new']")
    page.locator("#name").fill("جوالي")
    press(page)
    expect(page).to_have_url(re.compile("/settings/passkeys"))
    expect(page.get_by_role("heading", name="جوالي")).to_be_visible()


def leave(page: Page) -> None:
    press(page, "form[action='/logout'] button")
    expect(page.locator("form[action='/logout']")).to_have_count(0)


def test_a_passkey_of_the_settings_logs_in_alone_and_is_removed_again(page_of: Any, at: Any) -> None:
    person, page = Person(at, "citizen"), page_of("desktop", "ar")
    strange, problems = watch(page, at.portal), []
    session, name = give_authenticator(page)
    newly_active(page, person)
    registered(page, at)
    problems += problems_of(page)
    page.goto(f"{at.portal}/confirm")
    problems += problems_of(page)
    leave(page)
    page.goto(f"{at.portal}/login?next=/inbox")
    problems += problems_of(page)
    page.locator(BUTTON).click()
    expect(page).to_have_url(f"{at.portal}/inbox")

    leave(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.goto(f"{at.portal}/login")
    page.locator(BUTTON).click()
    expect(page).to_have_url(re.compile("/login/passkey"))
    expect(page.locator("[data-failed]")).to_be_visible()
    problems += problems_of(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": True})
    press(page)
    expect(page).to_have_url(f"{at.portal}/home")
    page.goto(f"{at.portal}/settings/passkeys")
    press(page, "main .danger")
    expect(page.get_by_text("أُزيل مفتاح المرور.")).to_be_visible()

    leave(page)
    page.goto(f"{at.portal}/login")
    page.locator(BUTTON).click()
    expect(page.get_by_text("لم يُقبل مفتاح المرور")).to_be_visible()
    problems += problems_of(page)
    assert not problems
    assert not strange


@pytest.mark.parametrize("language", ["ar", "en"])
def test_without_a_browser_that_knows_passkeys_the_button_is_not_shown(page_of: Any, at: Any, language: str) -> None:
    page = page_of("desktop", language)
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{at.portal}/login")
    expect(page.locator(BUTTON)).to_be_hidden()
    plain = page_of("desktop", language, java_script_enabled=False)
    plain.goto(f"{at.portal}/login")
    expect(plain.locator(BUTTON)).to_be_hidden()
