"""Every page of the portal and the kiosk in both languages: axe, width, and no request to a third party."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bawaba_sandbox.rehearsal.people import Person
from journeys.steps import LOOKERS, log_in, pay_violation, register, visit_kiosk

PUBLIC = [
    "/",
    "/services/",
    "/services/?q=zzz",
    "/services/violations",
    "/services/pay-violations",
    "/places",
    "/terms",
]
PUBLIC += ["/help", "/verify", "/verify?reference=AAAA-BBBB-CCCC", "/login", "/first-login", "/complete", "/nowhere"]
PUBLIC += ["/register/", "/register/who", "/register/resume", "/news/", "/help/activate", "/design/"]
OWN = ["/home", "/services/violations/list", "/services/pay-violations/apply", "/services/violations", "/inbox"]
OWN += ["/applications/", "/documents/", "/settings", "/settings/password", "/confirm"]


def problems_of(page: Page) -> list[str]:
    """What axe calls serious or critical, and what is wider than the screen."""
    found = [
        f"{page.url}: {one['id']} ({one['impact']}): {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{page.url}: {wide} px wider than the screen"] if wide > 0 else [])


def watch(page: Page, home: str) -> list[str]:
    """Requests that leave the portal, and errors of the console other than the page's own status."""
    seen: list[str] = []
    page.on("request", lambda one: None if one.url.startswith((home, "data:")) else seen.append(one.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_public_pages(page_of: Any, at: Any, size: str, language: str, scheme: str) -> None:
    page = page_of(size, language, scheme)
    strange, problems = watch(page, at.portal), []
    for path in PUBLIC:
        page.goto(at.portal + path)
        problems += problems_of(page)
    assert not problems
    assert not strange


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_of_a_registration_and_of_a_person(page_of: Any, at: Any, language: str, scheme: str) -> None:
    person, page, kiosk = Person(at, "citizen"), page_of("phone", language, scheme), page_of("kiosk", language)
    problems: list[str] = []
    for one in (page, kiosk):
        LOOKERS[one] = lambda shown: problems.extend(problems_of(shown))
    register(page, person)
    for path in ("/register/receipt", "/register/cancel"):
        page.goto(at.portal + path)
        problems += problems_of(page)
    visit_kiosk(kiosk, person, language)
    log_in(page, person)
    for path in OWN:
        page.goto(at.portal + path)
        problems += problems_of(page)
    pay_violation(page, person)
    for path in OWN:
        page.goto(at.portal + path)
        problems += problems_of(page)
    assert not problems
