"""A lost SIM is not a lost account. The portal's two days of waiting are not shortened here: a story ends where they begin, or stops them."""

import re
from urllib.parse import urlsplit

from bawaba_sandbox.rehearsal.browser import Browser
from bawaba_sandbox.rehearsal.passkey import Passkey, options_on
from bawaba_sandbox.rehearsal.people import SIX, Addresses, Person, at_kiosk
from bawaba_sandbox.rehearsal.stories.sending import wait_until
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

SHEET = re.compile(r'<li><code dir="ltr">([0-9A-Z-]{14})</code></li>')
REFERENCE = re.compile(r'<code dir="ltr">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>')
ACCEPT = re.compile(r"/relatives/[\w-]{36}/accept")
VOUCH = re.compile(r"/relatives/[\w-]{36}/vouch")
STOP = re.compile(r"(https?://\S+/recover/stop/\S+)")
SEEN = re.compile(r'name="seen" value="(\d+)"')
STEPS, WAITS = "/recover/steps", "بقي الانتظار حتى"


def by_passkey(at: Addresses) -> None:
    """A passkey and the code to the new number: at once, and the old phone is told."""
    person = active(at)
    portal = urlsplit(at.portal)
    key, page = Passkey(f"{portal.scheme}://{portal.netloc}"), person.browser
    answer = key.make(options_on(page.open("/settings/passkeys/new")))
    page.send("/settings/passkeys/new", {"answer": answer, "name": "مفتاح"})
    page.must_be_at("/settings/passkeys")
    browser, old = person.new_browser(), person.phone
    browser.open("/login")
    browser.send("/login/passkey", {"next": "/settings/phone"})
    browser.send("/login/passkey", {"answer": key.use(options_on(browser.page.text)), "next": "/settings/phone"})
    browser.must_be_at("/settings/phone")
    _lose_phone(person)
    browser.send("/settings/phone", {"phone": person.phone})
    browser.send("/settings/phone/code", {"code": person.next_text(SIX)})
    browser.must_be_at("/settings")
    person.take_phone(old)
    person.must_be_told("بجوال آخر")


def by_sheet_and_relative(at: Addresses) -> None:
    """A code of the sheet and a relative's word: it waits, the old phone is told, and its button stops it."""
    person, relative = active(at), active(at, "resident")
    sheet = _sheet_of(person)
    person.browser.open("/relatives/name")
    person.browser.send("/relatives/name", {"number": relative.number})
    relative.browser.open("/relatives/")
    relative.browser.send(wait_until(relative.browser, ACCEPT), {})
    old, page = person.phone, _begun(person)
    _show_sheet(page, sheet[0])
    _prove_new_phone(person, page)
    reference = REFERENCE.search(page.open(STEPS))
    require(reference, "no number to read to the relative")
    vouching = VOUCH.search(relative.browser.open("/relatives/"))
    require(vouching, "the relative has nobody to vouch for")
    path = vouching[0] if vouching else ""
    relative.browser.open(path)
    relative.browser.send(path, {"reference": reference[1] if reference else ""})
    relative.browser.must_be_at("/relatives/")
    page.open(STEPS)
    page.must_show(WAITS)
    page.open("/recover/finish")
    page.must_be_at(STEPS)  # not before its time
    person.take_phone(old)
    link = urlsplit(person.next_text(STOP)).path
    stopping = person.new_browser()
    stopping.open(link)
    page.open(STEPS)
    page.must_show(WAITS)  # opening it has changed nothing
    stopping.send(link, {})
    page.open(STEPS)
    page.must_be_at("/recover")


def by_sheet_and_bank(at: Addresses) -> None:
    """A code of the sheet, and the bank attests anew with the new phone: it waits, and the bank learns nothing."""
    person = active(at)
    sheet, page = _sheet_of(person), _begun(person)
    _show_sheet(page, sheet[0])
    _prove_new_phone(person, page)
    bank, way = Browser(at.outside), "/bank/palm-bank/atm"
    bank.open(f"{way}/renew")
    secret = {"user": person.slug, "secret": f"demo-{person.slug}", "phone": person.phone}
    bank.send(f"{way}/renew", secret)
    bank.must_be_at(f"{way}/activate")
    bank.send(f"{way}/activate", {"code": person.next_text(SIX)})
    bank.must_show('data-outcome="not_activated"')
    page.open(STEPS)
    page.must_show(WAITS)


def by_kiosk(at: Addresses) -> None:
    """The finger and the phone in the hand, at once; a recovery that waited is over."""
    person = active(at)
    page = _begun(person)
    page.must_be_at(STEPS)
    _lose_phone(person)
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not bind the new phone")
    person.choose_password().must_be_at("/home")


def _sheet_of(person: Person) -> list[str]:
    page = person.browser
    seen = SEEN.search(page.open("/settings/recovery-codes"))
    page.send("/settings/recovery-codes", {"seen": seen[1] if seen else ""})
    codes = SHEET.findall(page.page.text)
    require(codes, "the sheet holds no codes")
    return list(codes)


def _begun(person: Person) -> Browser:
    """In a browser that knows nothing, by the number alone."""
    page = person.new_browser()
    page.open("/recover")
    page.send("/recover", {"number": person.number, "wants": "phone"})
    page.must_be_at(STEPS)
    return page


def _show_sheet(page: Browser, code: str) -> None:
    page.open("/recover/sheet")
    page.send("/recover/sheet", {"code": code})
    page.must_be_at(STEPS)


def _prove_new_phone(person: Person, page: Browser) -> None:
    _lose_phone(person)
    page.open("/recover/phone")
    page.send("/recover/phone", {"phone": person.phone})
    page.must_be_at("/recover/phone/code")
    page.send("/recover/phone/code", {"code": person.next_text(SIX)})
    page.must_be_at(STEPS)


def _lose_phone(person: Person) -> None:
    person.take_phone(person.phone.replace("+96651", "+96657"))


RECOVERIES: dict[str, Story] = {
    "a lost SIM: passkey and the new number": by_passkey,
    "a lost SIM: sheet and relative, then stopped": by_sheet_and_relative,
    "a lost SIM: sheet and the bank's renewed attestation": by_sheet_and_bank,
    "a lost SIM: at the kiosk": by_kiosk,
}
