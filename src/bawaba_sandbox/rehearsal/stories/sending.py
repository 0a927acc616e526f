"""A parcel is followed from the courier's depot to the door."""

import re
import time

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.people import Addresses, Person
from bawaba_sandbox.rehearsal.stories.paying import pay
from bawaba_sandbox.rehearsal.stories.telling import active

PATIENCE = 60.0  # the courier is asked every fifteen seconds at first
TRACKING = re.compile(r"\bBP\d{10}SA\b")


def send_for_card(person: Person) -> None:
    """Asked for and paid; the page of the application is open."""
    page = person.browser
    page.open("/services/document-delivery/apply")
    offered = re.findall(r'name="(item|address)" value="([^"]+)"', page.page.text)
    page.send(page.path, dict(reversed(offered)))
    page.confirm()
    pay(person, page.path)


def follow_parcel(at: Addresses, person: Person) -> None:
    """The clerk sends it out and hands it in; its page and the person's phone say so, and Sami sees nothing of it."""
    page = person.browser
    tracking = wait_until(page, TRACKING)
    move(at, tracking, "handed_over", "on_its_way")
    wait_until(page, re.compile("شحنتك في الطريق إليك"))
    move(at, tracking, "on_its_way", "delivered")
    wait_until(page, re.compile("سُلّمت شحنتك"))
    person.must_be_told("سُلّمت شحنتك")
    active(at).browser.open(page.path, expect=404)  # Sami


def move(at: Addresses, tracking: str, before: str, after: str) -> None:
    """As the clerk's page does."""
    clicked = {"from": before, "to": after}
    httpx.post(
        f"{at.outside}/courier/{tracking}/move", data=clicked, timeout=10, verify=trusting(), follow_redirects=True
    ).raise_for_status()


def wait_until(page: Browser, shows: re.Pattern[str]) -> str:
    """Open the page again until it shows this; what was found."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = shows.search(page.open(page.path))
        if found:
            return found[0]
        time.sleep(0.5)
    raise Unexpected(f"{page.path} never showed {shows.pattern}")
