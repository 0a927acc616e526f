"""Staff enter by passkey, in a real browser with a security key of Chromium's own; pages in both languages."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import SIZES
from journeys.looking import SCHEMES, problems_in_ways, watch
from journeys.steps import enter_desk, give_authenticator, press


def leave(page: Page) -> None:
    press(page, "form[action='/desk/leave'] button")
    expect(page).to_have_url(re.compile("/desk/enter$"))


def test_a_code_makes_a_passkey_and_from_then_on_name_and_passkey_open_the_desk(
    page_of: Any, at: Any, desk_code: str
) -> None:
    page = page_of("desktop", "ar")
    strange = watch(page, at.portal)
    enter_desk(page, at.portal, desk_code)
    expect(page.locator("h1")).to_have_text("مكتب العمل")
    leave(page)
    page.locator("#user_name").fill("noor")
    press(page)
    expect(page.locator("h1")).to_have_text("مفتاح المرور")
    press(page)
    expect(page).to_have_url(f"{at.portal}/desk/")
    page.goto(f"{at.portal}/desk/passkeys")
    expect(page.get_by_text("مفتاح المكتب")).to_be_visible()
    expect(page.get_by_text("الأخير يبقى")).to_be_visible()
    assert not strange


def test_another_persons_security_key_opens_nothing(page_of: Any, at: Any, desk_code: str) -> None:
    enter_desk(page_of("desktop", "ar"), at.portal, desk_code)
    stranger = page_of("desktop", "ar")
    give_authenticator(stranger)
    stranger.goto(f"{at.portal}/desk/enter")
    stranger.locator("#user_name").fill("noor")
    press(stranger)
    press(stranger)
    expect(stranger.locator("[data-failed]")).to_be_visible()
    stranger.goto(f"{at.portal}/desk/")
    expect(stranger).to_have_url(re.compile("/desk/enter$"))


def test_whoever_is_not_verified_by_the_key_is_not_let_in(page_of: Any, at: Any, desk_code: str) -> None:
    """Touched by somebody whose finger the key does not know."""
    page = page_of("desktop", "ar")
    session, name = enter_desk(page, at.portal, desk_code)
    leave(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.locator("#user_name").fill("noor")
    press(page)
    press(page)
    page.wait_for_timeout(1000)
    expect(page).to_have_url(f"{at.portal}/desk/enter/key")
    page.goto(f"{at.portal}/desk/")
    expect(page).to_have_url(f"{at.portal}/desk/enter")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": True})
    page.locator("#user_name").fill("noor")
    press(page)
    press(page)
    expect(page).to_have_url(f"{at.portal}/desk/")


@pytest.mark.promise("A47")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_pages_of_the_way_in(page_of: Any, at: Any, desk_code: str, size: str, language: str) -> None:
    page, problems = page_of(size, language), list[str]()

    def look() -> None:
        problems.extend(problems_in_ways(page, [SIZES[size]], SCHEMES))

    give_authenticator(page)
    page.goto(f"{at.portal}/desk/code")
    look()
    page.locator("#user_name").fill("noor")
    page.locator("#code").fill("0000-0000-0000-0000")
    press(page)
    look()
    page.locator("#user_name").fill("noor")
    page.locator("#code").fill(desk_code)
    press(page)
    look()
    press(page)
    expect(page).to_have_url(f"{at.portal}/desk/")
    for path in ("/desk/passkeys", "/desk/passkeys/new", "/desk/enter?again"):
        page.goto(at.portal + path)
        look()
    page.locator("#user_name").fill("noor")
    press(page)
    look()
    assert not problems
