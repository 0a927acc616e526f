"""Every page of the portal and the kiosk in both languages: axe, targets, width, and no request to a third party."""

from typing import Any

import httpx
import pytest

from bawaba_design.catalogue import COMPONENTS
from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of, too_wide, watch
from journeys.steps import LOOKERS, log_in, pay_violation, register, visit_kiosk

PUBLIC = [
    "/",
    "/services/",
    "/services/?q=zzz",
    "/services/violations",
    "/services/pay-violations",
    "/places",
    "/places?near=capital&channel=kiosk",
    "/places/banks",
    "/places/banks/palm-bank",
    "/offices",
    "/terms",
    "/changes",
    "/contact",
    "/privacy",
]
PUBLIC += [
    "/help",
    "/help/activate",
    "/news/",
    "/news/2026-11-20-fraud",
    "/verify",
    "/login",
    "/first-login",
    "/complete",
]
PUBLIC += ["/nowhere", "/register/", "/register/who", "/register/resume", "/register/receipt", "/not-you/x", "/design/"]
OWN = ["/home", "/services/violations/list", "/services/pay-violations/apply", "/services/violations", "/inbox"]
OWN += [
    "/applications/",
    "/documents/",
    "/documents/wallet",
    "/settings",
    "/settings/password",
    "/settings/calendar",
    "/settings/user-name",
    "/settings/email",
    "/settings/phone",
    "/settings/pause",
    "/settings/app",
    "/settings/recovery-codes",
    "/email/x",
    "/settings/passkeys",
    "/settings/passkeys/new",
    "/settings/sessions",
    "/settings/history",
    "/agencies/",
    "/confirm",
]
OWN += ["/appointments/", "/appointments/book", "/appointments/book?office=passports-capital"]


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


def test_stories(page_of: Any, at: Any) -> None:
    """Both languages and both themes stand on each of them."""
    page, problems = page_of("desktop", "ar"), []
    strange = watch(page, at.portal)
    for one in COMPONENTS:
        page.goto(f"{at.portal}/design/{one.name}")
        problems += problems_of(page)
    assert not problems
    assert not strange


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_scrolled_sideways_at_400_percent(page_of: Any, at: Any, language: str) -> None:
    """1280 px at 400 % are 320 px; the largest text besides."""
    page, problems = page_of("phone", language), []
    page.set_viewport_size({"width": 320, "height": 640})
    page.context.add_cookies([{"name": "reading", "value": f"language={language}&text_size=larger", "url": at.portal}])
    for path in [*PUBLIC, *(f"/design/{one.name}" for one in COMPONENTS)]:
        page.goto(at.portal + path)
        problems += too_wide(page)
    LOOKERS[page] = lambda shown: problems.extend(too_wide(shown))
    register(page, Person(at, "visitor"))
    problems += too_wide(page)
    assert not problems


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


def test_pages_of_a_person_while_the_register_is_down(page_of: Any, at: Any) -> None:
    """Nobody's cached facts are there: the pages say that they do not know."""
    person, page, problems = Person(at, "citizen"), page_of("phone", "ar"), []
    register(page, person)
    visit_kiosk(page_of("kiosk", "ar"), person)
    log_in(page, person)
    switch = f"{at.outside}/register/control"
    httpx.post(switch, json={"mode": "down"}).raise_for_status()
    try:
        for path in ("/home", "/services/violations/list", "/services/pay-violations/apply"):
            page.goto(at.portal + path)
            problems += problems_of(page)
    finally:
        httpx.post(switch, json={"mode": "up"}).raise_for_status()
    assert not problems
