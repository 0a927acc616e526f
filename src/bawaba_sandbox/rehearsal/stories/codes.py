"""Wrong numbers, wrong codes, codes that were used or replaced. A code's five minutes pass in tests with a moved clock."""

import re
import time

from bawaba_sandbox.rehearsal.browser import Browser
from bawaba_sandbox.rehearsal.people import OPENING, PASSWORD, SIX, Addresses, Person, at_kiosk
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

BUDGET = 31  # seconds: a phone receives one code in thirty seconds from each of its three budgets
WRONG = "البيانات غير صحيحة، أو الحساب لم يُفعّل بعد"


def other(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def wrong_numbers(at: Addresses) -> None:
    """A mistyped number, phone and code each get a sentence, and nothing is lost."""
    person = Person(at, "resident")
    page = person.browser
    page.open("/register/who")
    page.send("/register/who", {"population": "resident"})
    wrong = person.number[:-1] + str((int(person.number[-1]) + 1) % 10)
    page.send("/register/identity", {"identifier": wrong, "first_en": "Salem"})
    page.must_show('id="identifier-error"')
    page.must_show('value="Salem"')
    page.send("/register/identity", person.identity())
    page.send("/register/contact", {"phone": "0112345678", "email": ""})
    page.must_show('id="phone-error"')
    page.send("/register/contact", {"phone": person.phone, "email": ""})
    code = person.next_text(SIX)
    page.send("/register/phone", {"code": other(code)})
    page.must_show('id="code-error"')
    page.send("/register/phone", {"code": code})
    page.must_be_at("/register/password")


def wrong_phone_corrected(at: Addresses) -> None:
    """The phone was mistyped: it is changed before activation, and the first phone's code is worth nothing."""
    person = Person(at, "visitor")
    page, right = person.browser, person.phone
    page.open("/register/who")
    page.send("/register/who", {"population": "visitor"})
    page.send("/register/identity", person.identity())
    person.take_phone(right.replace("+96651", "+96657"))
    page.send("/register/contact", {"phone": person.phone, "email": ""})
    first = person.next_text(SIX)
    person.take_phone(right)
    page.open("/register/contact")
    page.send("/register/contact", {"phone": right, "email": ""})
    code = person.next_text(SIX)
    page.send("/register/phone", {"code": first})
    page.must_show('id="code-error"')
    page.send("/register/phone", {"code": code})
    page.must_be_at("/register/password")


def refused_log_ins_look_alike(at: Addresses) -> None:
    """An unknown number, a registered account, a wrong password: one text."""
    registered, known = Person(at, "citizen"), active(at)
    registered.register()
    for person, password in ((Person(at, "citizen"), PASSWORD), (registered, PASSWORD), (known, "ليست كلمتي السرية")):
        person.give_password(password=password).must_show(WRONG)


def replaced_code(at: Addresses) -> None:
    """A newer code was sent: the older one is over, the newer one opens."""
    person = Person(at, "gcc_citizen")
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    page = person.give_password()
    older = person.next_text(SIX)
    time.sleep(BUDGET)
    page.send("/login/resend", {})
    newer = person.next_text(SIX)
    page.send("/login/code", {"code": older})
    page.must_show('id="code-error"')
    page.send("/login/code", {"code": newer})
    page.must_be_at("/home")


def used_code(at: Addresses) -> None:
    """A log-in code that has logged somebody in opens nothing more."""
    person = Person(at, "citizen")
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    page = person.give_password()
    code = person.next_text(SIX)
    page.send("/login/code", {"code": code})
    page.must_be_at("/home")
    again = person.give_password()
    again.send("/login/code", {"code": code})
    again.must_show('id="code-error"')


def used_opening_code(at: Addresses) -> None:
    """An opening code opens once."""
    person = Person(at, "visitor")
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not activate")
    values = {"number": person.number, "code": person.next_text(OPENING), "password": PASSWORD, "again": PASSWORD}
    for _ in range(2):
        page = person.new_browser()
        page.open("/first-login")
        page.send("/first-login", {**values, "terms": "yes"})
    page.must_be_at("/login")  # the password is set; who clicks again is not let in by the same code
    page.open("/home")
    page.must_be_at("/login")


def wrong_bank_code(at: Addresses) -> None:
    """Three wrong codes at the bank: the right one comes too late."""
    person, way = Person(at, "citizen"), "/bank/palm-bank/online"
    page = Browser(at.outside)
    page.open(way)
    page.send(way, {"user": person.slug, "secret": "demo-nobody"})
    page.must_show('class="wrong"')
    page.send(way, {"user": person.slug, "secret": f"demo-{person.slug}"})
    code = person.next_text(SIX)
    for typed in (other(code), other(code), other(code), code):
        page.send(f"{way}/activate", {"code": typed})
    require("data-outcome" not in page.page.text, "the fourth try was heard")


def lost_receipt(at: Addresses) -> None:
    """Found again by number, phone and a fresh code in another browser; then cancelled."""
    person = Person(at, "resident")
    person.register()
    time.sleep(BUDGET)
    page = person.new_browser()
    page.open("/register/resume")
    page.send("/register/resume", {"number": person.number, "phone": person.phone})
    page.send("/register/resume/code", {"code": person.next_text(SIX)})
    page.must_be_at("/register/receipt")
    require(re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.page.text), "the receipt shows no reference")
    page.open("/register/cancel")
    page.send("/register/cancel", {})
    person.browser.open("/register/receipt", expect=410)


CODES: dict[str, Story] = {
    "a lost receipt is found, then cancelled": lost_receipt,
    "an older code is over once a newer one was sent": replaced_code,
    "wrong numbers and codes get a sentence": wrong_numbers,
    "a wrong phone is corrected before activation": wrong_phone_corrected,
    "log-ins that are refused look alike": refused_log_ins_look_alike,
    "a log-in code logs in once": used_code,
    "an opening code opens once": used_opening_code,
    "a bank hears three codes": wrong_bank_code,
}
