"""A letter wakes the browser: allowed on the page, told without a word about anybody, and no more once it was removed."""

import re
import time

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.push.software import SoftwareBrowser
from bawaba_sandbox.rehearsal.browser import Unexpected
from bawaba_sandbox.rehearsal.people import PATIENCE, Addresses, Person
from bawaba_sandbox.rehearsal.stories.paying import owe, pay, wait_for_receipt
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

KEY = re.compile(r'data-push="([\w-]+)"')
PAGE = "/settings/push"
REMOVE = re.compile(r'action="(/settings/push/[\w-]+/remove)"')
BUSY_FOR = 2.0


def allow(at: Addresses, person: Person) -> SoftwareBrowser:
    """As the script of the page does it."""
    page = person.browser
    key = KEY.search(page.open(PAGE))
    if key is None:
        raise Unexpected("the page offers no notifications")
    browser = SoftwareBrowser(at.outside, key[1])
    page.send(PAGE, browser.told())
    page.must_be_at(PAGE)
    page.must_show(f'action="{PAGE}/')
    return browser


def letter_wakes(at: Addresses) -> None:
    """A payment is booked: its letter wakes the browser, which learns the language and finds the letter in the inbox."""
    person = active(at)
    browser = allow(at, person)
    wait_for_receipt(pay(person, owe(person)))
    require(_next(browser) == {"language": "ar"}, "something else than a language was told")
    require("/inbox/" in person.browser.open("/inbox"), "no letter is there")
    remove = REMOVE.search(person.browser.open(PAGE))
    require(remove, "the browser is not listed")
    person.browser.send(remove[1] if remove else "", {})
    require(KEY.search(person.browser.page.text), "after it was removed the browser is still told")


def busy_service(at: Addresses) -> None:
    """The service says later: the portal comes back by itself."""
    person = active(at)
    browser = allow(at, person)
    control = f"{at.outside}/push/control"
    httpx.post(control, json={"mode": "busy"}, timeout=5, verify=trusting())
    try:
        wait_for_receipt(pay(person, owe(person)))
        time.sleep(BUSY_FOR)
        require(not browser.fetch(), "something arrived while the service was busy")
    finally:
        httpx.post(control, json={"mode": "up"}, timeout=5, verify=trusting())
    require(_next(browser) == {"language": "ar"}, "something else than a language was told")


def _next(browser: SoftwareBrowser) -> dict[str, str]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for one in browser.fetch():
            found: dict[str, str] = one["text"]
            return found
        time.sleep(0.2)
    raise Unexpected(f"nothing woke the browser within {PATIENCE:.0f} s")


WAKING: dict[str, Story] = {"a letter wakes the browser": letter_wakes}
BUSY: dict[str, Story] = {"push service busy: the browser is woken later": busy_service}
