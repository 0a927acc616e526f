"""Violations: paid once, refused cards, and nothing of it for anybody else."""

import re
import threading
import time

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.people import PATIENCE, Addresses, Person
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

GOOD, DECLINED = "4111 1111 1111 1111", "4000 0000 0000 0002"


def owe(person: Person) -> str:
    """Choose the violation; the path of its bill."""
    page = person.browser
    number = re.search(r'name="violations" value="(\d+)"', page.open("/services/pay-violations/apply"))
    require(number, "no violation to pay")
    page.send("/services/pay-violations/apply", {"violations": number[1] if number else ""})
    page.send(page.path, {})  # the review
    require(page.path.startswith("/bills/"), f"no bill but {page.path}")
    return page.path


def pay(person: Person, bill: str, card: str = GOOD) -> Browser:
    """To the provider's page, and back with this card."""
    page = person.browser
    page.open(bill)
    page.send(f"{bill}/pay", {})
    page.send(str(page.page.url), {"card": card, "do": "pay"})
    return page


def double_clicked_payment(at: Addresses) -> None:
    """Two clicks on pay, two on the card form: one violation is paid once, and its receipt verifies."""
    person = active(at)
    bill = owe(person)
    page = person.browser
    _click_together(_pay_twice(page, bill))
    page.open(f"{bill}/returned")
    document = wait_for_receipt(page)
    require(page.open(document) and page.page.content.startswith(b"%PDF"), "the receipt is no PDF")
    page.open("/services/pay-violations/apply")
    page.must_not_show('name="violations"')
    _verify(at, page)


def declined_card(at: Addresses) -> None:
    """A card is declined: nothing is charged, the bill stays; another card pays it."""
    person = active(at, "resident")
    bill = owe(person)
    pay(person, bill, DECLINED).must_be_at(bill)
    person.browser.must_show(f'action="{bill}/pay"')
    wait_for_receipt(pay(person, bill))


def nobody_elses(at: Addresses) -> None:
    """Sami opens the address of another's bill, application and document: for him they do not exist."""
    person, sami = active(at, "visitor"), active(at)
    bill = owe(person)
    page = pay(person, bill)
    application, document = page.path, wait_for_receipt(page)
    for path in (bill, application, document):
        person.browser.open(path)
        sami.browser.open(path, expect=404)
    sami.browser.open("/home")
    sami.browser.send(f"{bill}/pay", {}, expect=404)
    anybody = sami.new_browser()
    for path in (bill, application, document):
        anybody.open(path)
        anybody.must_be_at("/login")


def wait_for_receipt(page: Browser) -> str:
    """The address of the sealed receipt; the worker takes a moment."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.search(r'href="(/documents/[^"]+\.pdf)"', page.open(page.path))
        if found:
            return found[1]
        time.sleep(0.3)
    raise Unexpected("no receipt was issued")


def _pay_twice(page: Browser, bill: str) -> str:
    page.send(f"{bill}/pay", {})
    first = str(page.page.url)
    page.open(bill)
    page.send(f"{bill}/pay", {})
    require(str(page.page.url) == first, "two clicks led to two payments")
    return first


def _click_together(hosted: str) -> None:
    card = {"card": GOOD, "do": "pay"}
    clicks = [
        threading.Thread(target=lambda: httpx.post(hosted, data=card, timeout=10, verify=trusting())) for _ in range(2)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()


def _verify(at: Addresses, page: Browser) -> None:
    page.open("/documents/")
    reference = re.search(r'<bdi dir="ltr" class="whole">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</bdi>', page.page.text)
    require(reference, "no document is listed")
    anybody = Browser(at.portal)
    anybody.open("/verify")
    anybody.send("/verify", {"reference": reference[1] if reference else ""})
    anybody.must_show("وثيقة صحيحة")


PAYMENTS: dict[str, Story] = {
    "a double-clicked payment is one payment": double_clicked_payment,
    "a declined card leaves the bill, another pays it": declined_card,
    "Sami cannot open another's bill, application, document": nobody_elses,
}
