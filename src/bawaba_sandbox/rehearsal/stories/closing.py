"""An account ends: its owner closes it on the web, pauses it at a kiosk, or the register says that its holder has died."""

import re
import time

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.people import PATIENCE, Addresses, to_finger
from bawaba_sandbox.rehearsal.stories.codes import WRONG
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

REFERENCE = re.compile(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})\b")


def close_on_the_web(at: Addresses) -> None:
    """Closed with a word, the certificate is taken along and verifies, and nobody logs in any more."""
    person = active(at)
    page = person.browser
    page.open("/settings/close")
    page.send("/settings/close", {"word": "إغلاق"})
    page.must_be_at("/closed")
    found = REFERENCE.search(page.page.text)
    require(found, "the page names no certificate")
    page.open("/closed.pdf")
    require(page.page.content.startswith(b"%PDF"), "the certificate is no PDF")
    anybody = person.new_browser()
    anybody.open("/verify")
    anybody.send("/verify", {"reference": found[1] if found else ""})
    anybody.must_show("وثيقة صحيحة")
    person.give_password().must_show(WRONG)
    person.must_be_told("أُغلق حسابك")


def pause_at_a_kiosk(at: Addresses) -> None:
    """With a finger and without a phone: logged out everywhere, and resumed the same way."""
    person = active(at)
    for wish, outcome in (("pause", "paused"), ("resume", "resumed")):
        kiosk = to_finger(person, account=True)
        kiosk.must_be_at("/is-this-you")
        kiosk.send("/is-this-you", {})
        kiosk.must_be_at("/account")
        kiosk.send("/account", {"wish": wish})
        kiosk.send("/sure", {"wish": wish})
        kiosk.must_show(f'data-outcome="{outcome}"')
        person.browser.open("/home")
        person.browser.must_be_at("/login")


def a_death(at: Addresses) -> None:
    """The register reports it: within a minute or so nobody is logged in there, and nothing goes to that phone."""
    person = active(at)
    told = len(person.texts())
    said = {"kind": person.kind, "number": person.number}
    httpx.post(f"{at.outside}/register/control/death", json=said, timeout=10, verify=trusting()).raise_for_status()
    end = time.monotonic() + 60 + PATIENCE
    while True:
        person.browser.open("/home")
        if person.browser.path.startswith("/login"):
            break
        require(time.monotonic() < end, "the account still acts")
        time.sleep(1)
    require(len(person.texts()) == told, "something was sent to the phone of who has died")


CLOSINGS: dict[str, Story] = {
    "a death is heard of and ends the account": a_death,
    "closed for good, with a certificate": close_on_the_web,
    "paused and resumed at a kiosk": pause_at_a_kiosk,
}
