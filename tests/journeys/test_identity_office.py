"""The counter and the reviews in a real browser: an officer's security key signs, another officer lifts; axe on every page."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.browser import Browser
from bawaba_sandbox.rehearsal.people import SIX, Person
from bawaba_sandbox.rehearsal.stories.attending import guess_codes
from bawaba_sandbox.rehearsal.stories.presence import LINK
from bawaba_sandbox.rehearsal.stories.telling import active
from journeys.looking import problems_of, watch
from journeys.steps import enter_desk, press

PICTURES = os.environ.get("PICTURES", "")
CASE, HELD = "a[href^='/desk/reviews/cases/']", "a[href^='/desk/reviews/registrations/']"


def look(page: Page, problems: list[str], name: str) -> None:
    """What is wrong with it, and its picture for whoever asks for pictures."""
    problems += problems_of(page)
    if PICTURES:
        size = page.viewport_size or {"width": 0}
        page.screenshot(
            path=Path(PICTURES) / f"{name}-{page.locator('html').get_attribute('lang')}-{size['width']}.png",
            full_page=True,
        )


def receive(page: Page, person: Person) -> None:
    """What the document says."""
    held = next(one for one in person.facts["documents"] if one["type"] in ("national_id", "iqama", "passport"))
    year, month, day = person.facts["birth_date"].split("-")
    page.locator("#kind").select_option(person.kind)
    typed = {
        "number": person.number,
        "birth": day,
        "birth_month": month,
        "birth_year": year,
        "document_number": held["number"],
    }
    for field, text in typed.items():
        page.locator(f"#{field}").fill(text)
    page.locator("#document").select_option(held["type"])


def stand(page: Page, portal: str) -> None:
    page.goto(f"{portal}/desk/counter/place")
    page.locator("#stand").select_option("service-counters/capital-north")
    press(page)
    expect(page).to_have_url(f"{portal}/desk/counter")


def reported(at: Any) -> tuple[Person, str]:
    """Somebody whose account was suspended by the link in their message."""
    person = active(at)
    link = urlsplit(next(found[1] for text in person.texts() if (found := LINK.search(text)))).path
    page = Browser(at.portal)
    page.open(link)
    page.send(link, {})
    return person, link


def find(page: Page, links: str, number: str) -> None:
    """The one about this person: the list names nobody."""
    for address in [one.get_attribute("href") or "" for one in page.locator(links).all()][::-1]:
        page.goto(urlsplit(page.url)._replace(path=address, query="").geturl())
        if number in page.locator("main").inner_text():
            return
        page.go_back()
    raise AssertionError(f"nobody of that number at {page.url}")


@pytest.mark.parametrize(("size", "language"), [("phone", "ar"), ("desktop", "ar"), ("phone", "en"), ("desktop", "en")])
def test_an_officer_attends_a_person_and_signs_by_security_key(
    page_of: Any, at: Any, desk_code: str, size: str, language: str
) -> None:
    page, person, problems = page_of(size, language), Person(at, "citizen"), []
    person.register()
    strange = watch(page, at.portal)
    enter_desk(page, at.portal, desk_code)
    page.goto(f"{at.portal}/desk/counter/place")
    look(page, problems, "counter-place")
    stand(page, at.portal)
    look(page, problems, "counter-receive")
    press(page)
    look(page, problems, "counter-receive-wrong")
    receive(page, person)
    press(page)
    look(page, problems, "counter-check")
    press(page)
    look(page, problems, "counter-phone")
    page.locator("#phone").fill(person.phone)
    press(page)
    look(page, problems, "counter-code")
    page.locator("#code").fill(person.next_text(SIX))
    press(page)
    look(page, problems, "counter-choose")
    page.locator("#mine").select_option("yes")
    page.locator("#terms").check()
    press(page)
    look(page, problems, "counter-sign")
    press(page)
    expect(page.locator("h1")).to_have_text(re.compile("فُعّل الحساب|The account is active"))
    look(page, problems, "counter-done")
    person.log_in(person.user_name)
    assert not problems
    assert not strange


@pytest.mark.parametrize(
    ("size", "language", "scheme"),
    [("phone", "ar", "dark"), ("desktop", "ar", "light"), ("desktop", "en", "dark"), ("phone", "en", "light")],
)
def test_a_reviewer_reads_keeps_and_releases(
    page_of: Any, at: Any, reviewer_code: str, size: str, language: str, scheme: str
) -> None:
    page, problems = page_of(size, language, scheme), []
    (person, _), held = reported(at), Person(at, "resident")
    held.register()
    guess_codes(held)
    enter_desk(page, at.portal, reviewer_code, "khalid")
    look(page, problems, "desk-of-a-reviewer")
    page.goto(f"{at.portal}/desk/reviews")
    look(page, problems, "reviews")
    find(page, CASE, person.number)
    look(page, problems, "review-case")
    page.locator("#keep_note").fill("ننتظر صاحب الحساب")
    press(page, "form[action$='/keep'] button")
    look(page, problems, "review-case-wrong")
    page.locator("#keep_reason").select_option("owner_awaited")
    press(page, "form[action$='/keep'] button")
    expect(page.locator("aside")).to_contain_text("ننتظر صاحب الحساب")
    look(page, problems, "review-case-kept")
    page.goto(f"{at.portal}/desk/reviews/registrations")
    look(page, problems, "reviews-registrations")
    find(page, HELD, held.number)
    look(page, problems, "review-registration")
    page.locator("#release_reason").select_option("mistyped")
    press(page, "form[action$='/release'] button")
    expect(page).to_have_url(f"{at.portal}/desk/reviews/registrations")
    page.goto(f"{at.portal}/desk/passkeys")
    look(page, problems, "passkeys")
    page.goto(f"{at.portal}/desk/passkeys/new")
    look(page, problems, "passkey-new")
    page.goto(f"{at.portal}/desk/code")
    look(page, problems, "code")
    page.goto(f"{at.portal}/desk/enter?again")
    look(page, problems, "enter")
    page.locator("#user_name").fill("khalid")
    press(page)
    look(page, problems, "key")
    assert not problems


def test_after_attended_proof_another_officer_lifts_in_arabic(
    page_of: Any, at: Any, desk_code: str, reviewer_code: str
) -> None:
    (person, _), counter, desk = reported(at), page_of("desktop", "ar"), page_of("desktop", "ar")
    enter_desk(counter, at.portal, desk_code)
    stand(counter, at.portal)
    receive(counter, person)
    press(counter)
    press(counter)
    person.take_phone(person.phone.replace("+96651", "+96655"))
    counter.locator("#phone").fill(person.phone)
    press(counter)
    counter.locator("#code").fill(person.next_text(SIX))
    press(counter)
    counter.locator("#terms").check()
    press(counter)
    press(counter)
    expect(counter.locator("main")).to_contain_text("يبقى موقوفًا حتى يبتّ موظف")
    problems: list[str] = []
    look(counter, problems, "counter-suspended")
    enter_desk(desk, at.portal, reviewer_code, "khalid")
    desk.goto(f"{at.portal}/desk/reviews")
    find(desk, CASE, person.number)
    look(desk, problems, "review-case-attended")
    desk.locator("#lift_reason").select_option("owner_attended")
    press(desk, "form[action$='/lift'] button")
    expect(desk.locator("main")).to_contain_text("رُفع الإغلاق")
    look(desk, problems, "review-case-lifted")
    person.choose_password().must_be_at("/home")
    assert not problems
