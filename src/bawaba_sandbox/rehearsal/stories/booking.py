"""An appointment: booked, moved, in the calendar, cancelled; a slip for each turn."""

import re

from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.stories.telling import active, require

REGION = re.compile(r'href="(/appointments/book\?region=[\w-]+[^"]*)"')
OFFICE = re.compile(r'href="(/appointments/book\?office=([\w-]+))"')
SLOT = re.compile(r'name="at" value="([^"]+)"')
DAY = re.compile(r'href="([^"]+day=[\d-]+)"')
SLIP = re.compile(r'href="(/documents/[\w-]+\.pdf)"')


def book_move_cancel(at: Addresses) -> None:
    """Region, office, day, slot; then another day; then not at all."""
    person = active(at)
    page = person.browser
    page.open("/services/appointments")
    page.open("/appointments/book")
    page.open(found_in(page, REGION).replace("&amp;", "&"))
    office = OFFICE.search(page.page.text)
    if office is None:
        raise Unexpected(f"no office at {page.path}")
    page.open(office[1])
    first = found_in(page, SLOT)
    page.open(f"/appointments/confirm?office={office[2]}&at={first}")
    page.send("/appointments/confirm", {"office": office[2], "at": first, "for": "self"})
    mine = page.path
    slip = _slip(page)
    page.open(f"{mine}/move")
    page.open(DAY.findall(page.page.text)[-1].replace("&amp;", "&"))
    page.send(f"{mine}/move", {"office": office[2], "at": found_in(page, SLOT)})
    page.must_be_at(mine)
    require(_slip(page) != slip, "the slip is still the first one")
    require("BEGIN:VEVENT" in page.open(f"{mine}.ics"), "no calendar file")
    page.open(mine)
    page.send(f"{mine}/cancel", {})
    page.must_be_at(mine)
    page.must_not_show(f"{mine}/move")


def _slip(page: Browser) -> str:
    shown, slip = page.path, found_in(page, SLIP)
    require(bool(page.open(slip)) and page.page.content.startswith(b"%PDF"), "the slip is no PDF")
    page.open(shown)
    return slip


def found_in(page: Browser, what: re.Pattern[str]) -> str:
    """The first group of what the page shows; a sentence when it does not."""
    found = what.search(page.page.text)
    if found is None:
        raise Unexpected(f"nothing to choose at {page.path}")
    return found[1]
