"""Every page of the portal and the kiosk in both languages: axe, targets, width, and no request to a third party."""

import re
from collections.abc import Set as AbstractSet
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page

from bawaba.core.references import new_reference
from bawaba_design.catalogue import COMPONENTS
from bawaba_sandbox.rehearsal.people import Person
from journeys.conftest import SIZES
from journeys.looking import SCHEMES, problems_in_ways, problems_of, too_wide, watch
from journeys.steps import LOOKERS, log_in, newly_active, pay_violation, register, visit_kiosk

pytestmark = pytest.mark.promise("A47")
FORBIDDEN = 403
PHONE, DESKTOP = SIZES["phone"], SIZES["desktop"]
NEW_EACH_TIME = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
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
    "/terms/2026-11",
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
    "/recover",
    "/recover/stop/x",
    "/recover/back/x",
    "/complete",
]
PUBLIC += ["/nowhere", "/register/", "/register/who", "/register/resume", "/register/receipt", "/not-you/x", "/design/"]
OWN = ["/home", "/services/violations/list", "/services/pay-violations/apply", "/services/violations", "/inbox"]
OWN += [
    "/applications/",
    "/documents/",
    "/documents/wallet",
    "/my-data",
    "/my-data/tracker",
    "/my-data/consents",
    "/settings",
    "/settings/password",
    "/settings/calendar",
    "/settings/user-name",
    "/settings/email",
    "/settings/second-email",
    "/settings/messages",
    "/inbox?shelf=security",
    "/settings/phone",
    "/settings/pause",
    "/settings/close",
    "/settings/app",
    "/settings/recovery-codes",
    "/email/x",
    "/settings/push",
    "/settings/passkeys",
    "/settings/passkeys/new",
    "/settings/sessions",
    "/settings/history",
    "/acting",
    "/acting/acts",
    "/agencies/",
    "/relatives/",
    "/relatives/name",
    "/confirm",
]
OWN += ["/appointments/", "/appointments/book", "/appointments/book?office=passports-capital"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_public_pages(page_of: Any, at: Any, language: str) -> None:
    page = page_of("phone", language)
    strange, problems = watch(page, at.portal), []
    for path in PUBLIC:
        page.goto(at.portal + path)
        problems += problems_in_ways(page, [PHONE, DESKTOP], SCHEMES)
    assert not problems
    assert not strange


@pytest.mark.parametrize("language", ["ar", "en"])
def test_answers_that_say_no(page_of: Any, at: Any, language: str) -> None:
    """A document that nobody knows, what is no reference, and a form that has expired."""
    page, problems = page_of("phone", language), []
    for reference in (new_reference(), "ABC"):
        page.goto(f"{at.portal}/verify")
        page.fill("[name=reference]", reference)
        page.click("main form [type=submit], main form button:not([type=button])")
        page.wait_for_selector(".notice, .summary-of-errors, [role=alert]")
        problems += problems_in_ways(page, [PHONE, DESKTOP], ["light"])
    page.goto(f"{at.portal}/login")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'")
    page.fill("[name=name]", "nobody")
    page.fill("[name=password]", "nothing")
    with page.expect_response(lambda answer: answer.status == FORBIDDEN):
        page.click("main form button.btn:not([type=button])")
    problems += problems_in_ways(page, [PHONE, DESKTOP], ["light"])
    assert not problems


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


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_of_a_registration_and_of_a_person(page_of: Any, at: Any, language: str) -> None:
    person, page, kiosk = Person(at, "citizen"), page_of("phone", language), page_of("kiosk", language)
    problems: list[str] = []
    LOOKERS[page] = lambda shown: problems.extend(problems_in_ways(shown, [PHONE], SCHEMES))
    LOOKERS[kiosk] = lambda shown: problems.extend(problems_of(shown))
    register(page, person)
    for path in ("/register/receipt", "/register/cancel"):
        page.goto(at.portal + path)
        problems += problems_in_ways(page, [PHONE], SCHEMES)
    visit_kiosk(kiosk, person, language)
    log_in(page, person)
    before = walk_through_own(page, at.portal, problems)
    pay_violation(page, person)
    walk_through_own(page, at.portal, problems, before)
    assert not problems


def walk_through_own(page: Page, portal: str, problems: list[str], known: AbstractSet[str] = frozenset()) -> set[str]:
    """Which markup was met; what is known to the letter was looked at already."""
    met = set()
    for path in OWN:
        page.goto(portal + path)
        markup = NEW_EACH_TIME.sub("", page.content())
        if markup not in known:
            problems += problems_in_ways(page, [PHONE], SCHEMES)
        met.add(markup)
    return met


def test_pages_of_a_person_while_the_register_is_down(page_of: Any, at: Any) -> None:
    """Nobody's cached facts are there: the pages say that they do not know."""
    person, page, problems = Person(at, "citizen"), page_of("phone", "ar"), []
    newly_active(page, person)
    switch = f"{at.outside}/register/control"
    httpx.post(switch, json={"mode": "down"}).raise_for_status()
    try:
        for path in ("/home", "/my-data", "/services/violations/list", "/services/pay-violations/apply"):
            page.goto(at.portal + path)
            problems += problems_of(page)
    finally:
        httpx.post(switch, json={"mode": "up"}).raise_for_status()
    assert not problems
