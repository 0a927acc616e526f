"""What people do in a real browser, one function a chapter of the story."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from bawaba_sandbox.rehearsal.people import PASSWORD, SIX, Person, at_kiosk

NATIONALITIES = {"gcc_citizen": "KW", "visitor": "FR", "resident": "EG", "dependent": "JO"}
MAIN = "main form button.btn:not(.link):not(.ghost)"
LOOKERS: dict[Page, Callable[[Page], None]] = {}


def press(page: Page, selector: str = MAIN) -> None:
    """Look at the page, when somebody wants to, then click its button; the next page's scripts have run when it returns."""
    if page in LOOKERS:
        page.locator(selector).first.wait_for()  # the page before may still be there
        LOOKERS[page](page)
    page.locator(selector).first.click()
    page.wait_for_load_state()


def give_authenticator(page: Page) -> tuple[CDPSession, str]:
    """A security key that verifies its holder, in Chromium's own WebAuthn; its name, to look into it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def enter_desk(page: Page, portal: str, code: str, user_name: str = "noor") -> tuple[CDPSession, str]:
    """A code of the console makes a passkey; the desk is open."""
    authenticator = give_authenticator(page)
    page.goto(f"{portal}/desk/code")
    page.locator("#user_name").fill(user_name)
    page.locator("#code").fill(code)
    press(page)
    page.locator("#name").fill("مفتاح المكتب")
    press(page)
    expect(page).to_have_url(f"{portal}/desk/")
    return authenticator


def register(page: Page, person: Person) -> None:
    """Home → new registration → receipt, by clicks."""
    begin_registration(page, person)
    page.locator("#phone").fill(person.phone)
    press(page)
    page.locator("#code").fill(person.next_text(SIX))
    press(page)
    page.locator("#user_name").fill(person.user_name)
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.locator("#terms").check()
    press(page)
    expect(page).to_have_url(re.compile("/register/receipt$"))


def begin_registration(page: Page, person: Person) -> None:
    """Up to the page that asks for the phone."""
    page.goto(person.at.portal + "/")
    page.locator("main a[href='/register/']").first.click()
    press(page, "main a.btn[href='/register/who']")
    page.locator(f"input[value='{person.population}']").check()
    press(page)
    _tell_identity(page, person)


def _tell_identity(page: Page, person: Person) -> None:
    year, month, day = person.facts["birth_date"].split("-")
    typed = {"birth": day, "birth_month": month, "birth_year": year, "identifier": person.number}
    typed |= {"first_ar": "سالم", "family_ar": "العمري", "first_en": "Salem", "family_en": "Al-Omari"}
    for name, text in typed.items():
        page.locator(f"#{name}").fill(text)
    if person.population in NATIONALITIES:
        page.locator("#nationality").select_option(NATIONALITIES[person.population])
    if page.locator("#passport").count():
        page.locator("#passport").fill("P1234567")
    press(page)
    expect(page).to_have_url(re.compile("/register/contact$"))


def visit_kiosk(page: Page, person: Person, language: str = "ar") -> None:
    """All screens of a visit, with the on-screen keypad."""
    page.goto(person.at.kiosk + "/")
    press(page, f"button[value='{language}']")
    for digit in person.number:
        page.locator(f".keypad button[value='{digit}']").click()
    press(page, "form[action='/number'] > button.btn")
    press(page)
    press_finger(page, person)
    press(page)
    page.locator("#phone").fill(person.phone)
    press(page, "form[action='/phone'] > button.btn")
    page.locator("#code").fill(person.next_text(SIX))
    press(page, "form[action='/code'] > button.btn")
    press(page, "button[value='yes']")
    expect(page.locator("[data-outcome='activated']")).to_be_visible()


def press_finger(page: Page, person: Person) -> None:
    """The tray of the simulated reader offers the cast; somebody made for this story lays the finger by request."""
    if page in LOOKERS:
        LOOKERS[page](page)
    page.request.post(person.at.kiosk + "/finger", form={"laid": person.slug})
    page.goto(person.at.kiosk + "/is-this-you")


def visit_bank(page: Page, person: Person) -> None:
    """Online banking: log in, confirm with a code."""
    page.goto(f"{person.at.outside}/bank/palm-bank/online")
    page.locator("[name=user]").fill(person.slug)
    page.locator("[name=secret]").fill(f"demo-{person.slug}")
    press(page, "main form button:not(.ghost)")
    page.locator("[name=code]").fill(person.next_text(SIX))
    press(page, "main form button:not(.ghost)")
    expect(page.locator("[data-outcome='activated']")).to_be_visible()


def log_in(page: Page, person: Person) -> None:
    """Password, then the code."""
    page.goto(person.at.portal + "/login")
    page.locator("#name").fill(person.number)
    page.locator("#password").fill(PASSWORD)
    press(page)
    page.locator("#code").fill(person.next_text(SIX))
    press(page)
    expect(page).to_have_url(re.compile("/home$"))


def pay_violation(page: Page, person: Person) -> Any:
    """Look up, choose, pay at the provider, come back, and find the receipt."""
    page.goto(person.at.portal + "/services/violations/list")
    press(page, "main a[href='/services/pay-violations/apply']")
    press(page)
    expect(page).to_have_url(re.compile("/review$"))
    press(page)
    expect(page).to_have_url(re.compile("/bills/"))
    press(page)
    page.locator("[name=card]").fill("4111 1111 1111 1111")
    page.locator("button[value=pay]").click()
    expect(page).to_have_url(re.compile("/(bills|applications)/"))
    link = page.locator("a[href$='.pdf']").first
    for _ in range(100):
        if link.count():
            break
        page.wait_for_timeout(200)
        if '.pdf"' in page.request.get(page.url).text():
            page.reload()
    expect(link).to_be_visible()
    return page.request.get(person.at.portal + str(link.get_attribute("href")))


def newly_active(page: Page, person: Person, language: str = "ar") -> None:
    """Registered in this language and activated without a browser, which other journeys tell; then logged in here."""
    person.browser.read_in(language)
    person.register()
    assert at_kiosk(person) == "activated"
    log_in(page, person)


def pay_bill(page: Page) -> None:
    """From the bill to the provider and back."""
    expect(page).to_have_url(re.compile("/bills/"))
    press(page)
    page.locator("[name=card]").fill("4111 1111 1111 1111")
    page.locator("button[value=pay]").click()
    page.wait_for_load_state()


def wait_for(page: Page, path: str, text: str) -> None:
    """The worker does the rest; the page is asked for again until it says so, and drawn when it does."""
    for _ in range(60):
        if text in page.request.get(path).text():
            break
        page.wait_for_timeout(250)
    page.goto(path)
    expect(page.get_by_text(text).first).to_be_visible()


def fill_day(page: Page, name: str, day: date) -> None:
    """A day field, in the Gregorian calendar."""
    for part, number in ((name, day.day), (f"{name}_month", day.month), (f"{name}_year", day.year)):
        page.locator(f"#{part}").fill(str(number))
