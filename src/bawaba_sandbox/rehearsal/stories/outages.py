"""What stands outside is switched off for a moment; each of these plays alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.people import Addresses, Person, at_kiosk
from bawaba_sandbox.rehearsal.stories.paying import owe, pay, wait_for_receipt
from bawaba_sandbox.rehearsal.stories.sending import TRACKING, send_for_card, wait_until
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require


@contextmanager
def down(at: Addresses, control: str) -> Iterator[None]:
    """The register, the payment provider or the courier, and up again whatever happens."""
    switch = f"{at.outside}{control}"
    httpx.post(switch, json={"mode": "down"}, timeout=10, verify=trusting()).raise_for_status()
    try:
        yield
    finally:
        httpx.post(switch, json={"mode": "up"}, timeout=10, verify=trusting()).raise_for_status()


def register_down(at: Addresses) -> None:
    """The register is down: the page says so and never shows a zero; later it shows what is true."""
    person = Person(at, "citizen")
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    with down(at, "/register/control"):
        person.log_in()
        person.browser.open("/services/violations/list", expect=503)
        person.browser.must_not_show('class="amount"')
        person.browser.must_not_show("لا مخالفات مسجلة")
        person.browser.open("/documents/")
    person.browser.open("/services/violations/list")
    person.browser.must_show('class="amount"')


def register_down_at_kiosk(at: Addresses) -> None:
    """The register is down while somebody stands at the kiosk: it says so; up again, the same visit works."""
    person = Person(at, "resident")
    person.register()
    with down(at, "/register/control"):
        try:
            require(at_kiosk(person) != "activated", "activated without a register")
        except AssertionError as unexpected:
            require("503" in str(unexpected), f"the kiosk did not say that it is offline: {unexpected}")
    require(at_kiosk(person) == "activated", "the kiosk did not activate")


def provider_down(at: Addresses) -> None:
    """The payment provider is down: the bill is kept; up again, it is paid."""
    person = active(at, "gcc_citizen")
    bill = owe(person)
    with down(at, "/pay/control"):
        person.browser.open(bill)
        person.browser.send(f"{bill}/pay", {}, expect=503)
    person.browser.open(bill)
    person.browser.must_show(f'action="{bill}/pay"')
    wait_for_receipt(pay(person, bill))


def courier_down(at: Addresses) -> None:
    """The courier is down: the page says so and the request is kept; up again, the parcel is handed over."""
    person = active(at)
    with down(at, "/courier/control"):
        send_for_card(person)
        wait_until(person.browser, re.compile("شركة التوصيل لا تجيب الآن"))
    wait_until(person.browser, TRACKING)
    person.browser.must_not_show("لا تجيب الآن")


OUTAGES: dict[str, Story] = {
    "register down: no zero is shown": register_down,
    "register down: the kiosk activates nobody": register_down_at_kiosk,
    "payment provider down: the bill is kept": provider_down,
    "courier down: the request is kept": courier_down,
}
