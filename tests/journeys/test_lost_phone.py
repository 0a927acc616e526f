"""Somebody has lost the phone: sheet and a relative's word in two browsers, until it waits; the old phone's link stops it."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import SIX, Person
from bawaba_sandbox.rehearsal.stories.recovering import STOP
from journeys.looking import problems_of, too_wide, watch
from journeys.steps import newly_active, press


def activated(page_of: Any, at: Any, size: str, language: str) -> tuple[Person, Page]:
    person, page = Person(at, "citizen"), page_of(size, language)
    newly_active(page, person, language)
    return person, page


class Looker:
    """Looks at each page, and takes a picture where LOOK_INTO names a folder."""

    def __init__(self, size: str, language: str) -> None:
        self.size, self.language = size, language
        self.problems: list[str] = []

    def __call__(self, page: Page, name: str) -> None:
        self.problems += problems_of(page)
        assert not too_wide(page), name
        if folder := os.environ.get("LOOK_INTO"):
            page.screenshot(path=str(Path(folder) / f"{name}-{self.size}-{self.language}.png"), full_page=True)


def prepare(at: Any, look: Looker, mine: tuple[Person, Page], theirs: tuple[Person, Page]) -> str:
    """A sheet is made and a relative named, who accepts; the first code of the sheet."""
    (_, page), (relative, other) = mine, theirs
    page.goto(f"{at.portal}/settings/recovery-codes")
    press(page, "#make button")
    code = page.locator("main ul.names code").first.inner_text()
    look(page, "sheet")
    page.goto(f"{at.portal}/relatives/name")
    page.locator("#number").fill(relative.number)
    look(page, "name")
    press(page)
    look(page, "named")
    relative.must_be_told("يسميك" if look.language == "ar" else "names you on Bawaba")
    other.goto(f"{at.portal}/relatives/")
    look(other, "asked")
    press(other, "main form[action$='/accept'] button")
    return code


def show_sheet(at: Any, look: Looker, lost: Page, number: str, code: str) -> str:
    """From the log-in page to the first method; the number to read to the relative."""
    lost.goto(f"{at.portal}/login")
    press(lost, "main a[href='/recover']")
    look(lost, "recover")
    lost.locator("#number").fill(number)
    press(lost, "main button[value='phone']")
    look(lost, "steps")
    reference = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", lost.locator("main").inner_text())[0]
    press(lost, "main a[href='/recover/sheet']")
    lost.locator("#code").fill("0000-0000-0000")
    press(lost)
    look(lost, "wrong")
    lost.locator("#code").fill(code)
    press(lost)
    return reference


def show_new_phone(look: Looker, lost: Page, person: Person) -> None:
    person.take_phone(person.phone.replace("+96651", "+96657"))
    press(lost, "main a[href='/recover/phone']")
    look(lost, "phone")
    lost.locator("#phone").fill(person.phone)
    press(lost)
    lost.locator("#code").fill(person.next_text(SIX))
    look(lost, "code")
    press(lost)
    look(lost, "more")


def vouch(at: Any, look: Looker, other: Page, reference: str) -> None:
    other.goto(f"{at.portal}/relatives/")
    look(other, "trusting")
    press(other, "main a[href$='/vouch']")
    other.locator("#reference").fill(reference)
    look(other, "vouch")
    press(other)
    expect(other).to_have_url(re.compile("/relatives/"))


@pytest.mark.parametrize(("size", "language"), [("phone", "ar"), ("desktop", "en")])
def test_a_lost_phone_with_sheet_and_relative_waits_and_is_stopped(
    page_of: Any, at: Any, size: str, language: str
) -> None:
    look = Looker(size, language)
    person, page = activated(page_of, at, size, language)
    relative, other = activated(page_of, at, size, language)
    strange, old = watch(page, at.portal), person.phone
    code, lost = prepare(at, look, (person, page), (relative, other)), page_of(size, language)
    reference = show_sheet(at, look, lost, person.number, code)
    show_new_phone(look, lost, person)
    vouch(at, look, other, reference)
    lost.reload()
    look(lost, "waits")
    expect(lost.locator("main .notice.warn")).to_be_visible()
    page.goto(f"{at.portal}/relatives/")
    look(page, "mine")
    person.take_phone(old)
    link = person.next_text(STOP).split("/recover/")[1]
    stopping = page_of(size, language)
    stopping.goto(f"{at.portal}/recover/{link}")
    look(stopping, "stop")
    press(stopping, "main .danger")
    look(stopping, "stopped")
    lost.reload()
    expect(lost).to_have_url(f"{at.portal}/recover")
    assert not look.problems
    assert not strange
