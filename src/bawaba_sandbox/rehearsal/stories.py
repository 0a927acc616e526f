"""The stories, each a function that raises when something is not as told."""

import re
import threading
import time
from collections.abc import Callable

import httpx

from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.people import OPENING, PASSWORD, PATIENCE, SIX, Addresses, Person, at_bank, at_kiosk

Story = Callable[[Addresses], None]
POPULATIONS = ("citizen", "resident", "dependent", "visitor", "gcc_citizen")


def require(condition: object, said: str) -> None:
    """The story ends here unless it holds."""
    if not condition:
        raise Unexpected(said)


def by_kiosk(population: str) -> Story:
    """Register, visit a kiosk, log in."""

    def story(at: Addresses) -> None:
        person = Person(at, population)
        person.register()
        require(at_kiosk(person) == "activated", "the kiosk did not activate")
        person.log_in(person.user_name)

    return story


def by_bank(population: str) -> Story:
    """Register, visit the bank, log in."""

    def story(at: Addresses) -> None:
        person = Person(at, population)
        person.register()
        require(at_bank(person) == "activated", "the bank did not activate")
        person.log_in()

    return story


def kiosk_first(at: Addresses) -> None:
    """No registration: the kiosk opens the account, a code chooses the password."""
    person = Person(at, "resident")
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not activate")
    code = person.next_text(OPENING)
    page = person.browser
    page.open("/first-login")
    values = {"number": person.number, "code": code, "password": PASSWORD, "again": PASSWORD, "terms": "yes"}
    page.send("/first-login", values)
    page.must_be_at("/home")


def bank_first(at: Addresses) -> None:
    """No registration: the bank reserves, the person completes on the portal."""
    person = Person(at, "citizen")
    require(at_bank(person, way="atm") == "code_sent", "the bank did not reserve")
    code = person.next_text(OPENING)
    year, month, day = person.facts["birth_date"].split("-")
    page = person.browser
    page.open("/complete")
    values = {"number": person.number, "birth_year": year, "birth_month": month, "birth_day": day, "code": code}
    values |= {"user_name": person.user_name, "password": PASSWORD, "again": PASSWORD, "terms": "yes"}
    page.send("/complete", values)
    page.must_show(person.user_name)
    person.log_in()


def wrong_numbers(at: Addresses) -> None:
    """A mistyped number and a mistyped code get a sentence, and nothing is lost."""
    person = Person(at, "resident")
    page = person.browser
    page.open("/register/who")
    page.send("/register/who", {"population": "resident"})
    wrong = person.number[:-1] + str((int(person.number[-1]) + 1) % 10)
    page.send("/register/identity", {"identifier": wrong, "first_en": "Salem"})
    page.must_show('id="identifier-error"')
    page.must_show('value="Salem"')
    person.browser = Browser(at.portal)
    person.register()


def used_code(at: Addresses) -> None:
    """An opening code opens once."""
    person = Person(at, "visitor")
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not activate")
    values = {"number": person.number, "code": person.next_text(OPENING), "password": PASSWORD, "again": PASSWORD}
    for _ in range(2):
        page = Browser(at.portal)
        page.open("/first-login")
        page.send("/first-login", {**values, "terms": "yes"})
    require(page.path == "/first-login", "the code opened twice")


def without_fingerprint(at: Addresses) -> None:
    """Yusuf has no fingerprint on record: the kiosk does not recognise him and does not say why."""
    person = Person(at, "dependent", slug="yusuf")
    person.facts |= {"number": "2201854862", "phone": "+966500000104"}
    require(at_kiosk(person) == "not_recognised", "a finger that is not on record was recognised")


def double_clicked_payment(at: Addresses) -> None:
    """Two clicks on pay, two on the card form: one violation is paid once, and its receipt verifies."""
    person = Person(at, "citizen")
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    person.log_in()
    page = person.browser
    shown = page.open("/services/pay-violations/apply")
    number = re.search(r'name="violations" value="(\d+)"', shown)
    require(number, "no violation to pay")
    page.send("/services/pay-violations/apply", {"violations": number[1] if number else ""})
    bill = page.path
    require(bill.startswith("/bills/"), f"no bill but {bill}")
    hosted = _pay_twice(page, bill)
    _click_together(hosted)
    page.open(f"{bill}/returned")
    document = _wait_for_receipt(page)
    require(page.open(document) and page.page.content.startswith(b"%PDF"), "the receipt is no PDF")
    page.open("/services/violations/list")
    page.must_show("مسددة")
    _verify(at, page)


def _pay_twice(page: Browser, bill: str) -> str:
    page.send(f"{bill}/pay", {})
    first = str(page.page.url)
    page.open(bill)
    page.send(f"{bill}/pay", {})
    require(str(page.page.url) == first, "two clicks led to two payments")
    return first


def _click_together(hosted: str) -> None:
    card = {"card": "4111111111111111", "do": "pay"}
    clicks = [threading.Thread(target=lambda: httpx.post(hosted, data=card, timeout=10)) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()


def _wait_for_receipt(page: Browser) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.search(r'href="(/documents/[^"]+\.pdf)"', page.open(page.path))
        if found:
            return found[1]
        time.sleep(0.3)
    raise Unexpected("no receipt was issued")


def _verify(at: Addresses, page: Browser) -> None:
    page.open("/documents/")
    reference = re.search(r'<bdi dir="ltr">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</bdi>', page.page.text)
    require(reference, "no document is listed")
    anybody = Browser(at.portal)
    anybody.open("/verify")
    anybody.send("/verify", {"reference": reference[1] if reference else ""})
    anybody.must_show("وثيقة صحيحة")


def lost_receipt(at: Addresses) -> None:
    """Found again by number, phone and a fresh code in another browser; then cancelled."""
    person = Person(at, "resident")
    person.register()
    time.sleep(31)  # the phone's budget: one code in thirty seconds
    page = Browser(at.portal)
    page.open("/register/resume")
    page.send("/register/resume", {"number": person.number, "phone": person.phone})
    page.send("/register/resume/code", {"code": person.next_text(SIX)})
    page.must_be_at("/register/receipt")
    page.open("/register/cancel")
    page.send("/register/cancel", {})


def stories() -> dict[str, Story]:
    """All, by what is told."""
    found: dict[str, Story] = {}
    for population in POPULATIONS:
        found[f"{population}: register, kiosk, log in"] = by_kiosk(population)
        found[f"{population}: register, bank, log in"] = by_bank(population)
    return found | {
        "resident: kiosk first, then a password": kiosk_first,
        "citizen: bank first, completed on the portal": bank_first,
        "wrong numbers get a sentence": wrong_numbers,
        "an opening code opens once": used_code,
        "a dependent without a fingerprint": without_fingerprint,
        "a double-clicked payment is one payment": double_clicked_payment,
        "a lost receipt is found, then cancelled": lost_receipt,
    }
