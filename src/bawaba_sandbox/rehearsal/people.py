"""What people of a rehearsal do: register, visit a kiosk, visit their bank, log in, pay."""

import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.browser import Browser, Unexpected

PASSWORD = "نخلة طويلة قرب البحر"
PATIENCE = 20.0
SIX = re.compile(r"\b(\d{6})\b")
OPENING = re.compile(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b")


@dataclass(frozen=True)
class Addresses:
    """Where the demo runs."""

    portal: str = "http://localhost:8000"
    kiosk: str = "http://localhost:8010"
    outside: str = "http://localhost:8020"
    officer_code: str = ""  # of the cast's officer: fresh from the console, or nobody decides
    reviewer_code: str = ""  # of whoever reviews


class Person:
    """Somebody new, with a phone, a finger and a bank."""

    def __init__(self, at: Addresses, population: str, slug: str = "", equipped: tuple[str, ...] = ()) -> None:
        """Made by the sandbox's register, or somebody of the cast."""
        self.at, self.population = at, population
        self.facts: dict[str, Any] = _made(at, population, equipped) if not slug else _of_cast(at, slug)
        self.address = "127." + ".".join(str(1 + secrets.randbelow(253)) for _ in range(3))
        self.browser = self.new_browser()
        self._seen: dict[str, int] = {}

    def new_browser(self) -> Browser:
        """One more device of this person, at the person's own address."""
        return Browser(self.at.portal, self.address)

    def __getattr__(self, name: str) -> Any:
        """number, phone, kind, slug."""
        return self.facts[name]

    def texts(self) -> list[str]:
        """What the phone shows, newest first."""
        address = f"{self.at.outside}/phones/api/{self.facts['phone'].lstrip('+')}"
        return [one["text"] for one in httpx.get(address, timeout=5, verify=trusting()).json()["messages"]]

    def next_text(self, holding: re.Pattern[str]) -> str:
        """The code in the next message that holds one; messages take a moment."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            texts, seen = self.texts(), self._seen.get(self.phone, 0)
            for place, text in enumerate(reversed(texts[: len(texts) - seen]), start=1):
                self._seen[self.phone] = seen + place
                found = holding.search(text)
                if found:
                    return found[1]
            time.sleep(0.15)
        raise Unexpected(f"no message came to the phone within {PATIENCE:.0f} s")

    def must_be_told(self, words: str) -> None:
        """Some message comes that says so; codes that came before it stay for ``next_text``."""
        end = time.monotonic() + PATIENCE
        while not any(words in text for text in self.texts()):
            if time.monotonic() > end:
                raise Unexpected(f"no such message came to the phone within {PATIENCE:.0f} s")
            time.sleep(0.15)

    def take_phone(self, phone: str) -> None:
        """Another phone is in the hand from now on."""
        self.facts["phone"] = phone

    def register(self, phone: str = "") -> None:
        """From the first page to the receipt."""
        page = self.browser
        page.open("/register/who")
        page.send("/register/who", {"population": self.population})
        page.must_be_at("/register/identity")
        page.send("/register/identity", self.identity())
        page.must_be_at("/register/contact")
        page.send("/register/contact", {"phone": phone or self.phone, "email": ""})
        page.must_be_at("/register/phone")
        page.send("/register/phone", {"code": self.next_text(SIX)})
        page.must_be_at("/register/password")
        secret = {"password": PASSWORD, "again": PASSWORD, "terms": "yes"}
        page.send("/register/password", {"user_name": self.user_name, **secret})
        page.must_be_at("/register/receipt")

    @property
    def user_name(self) -> str:
        """Latin letters, from the slug."""
        return "p" + re.sub(r"\W", "", str(self.slug))

    def log_in(self, name: str = "") -> None:
        """Password, then the code."""
        page = self.browser = self.give_password(name)
        page.must_be_at("/login/code")
        page.send("/login/code", {"code": self.next_text(SIX)})
        page.must_be_at("/home")

    def give_password(self, name: str = "", password: str = PASSWORD) -> Browser:
        """The first step of logging in, in a new browser."""
        page = self.new_browser()
        page.open("/login")
        page.send("/login", {"name": name or self.number, "password": password, "next": "/home"})
        return page

    def choose_password(self) -> Browser:
        """The first log-in, with the code that came to the phone."""
        page = self.browser = self.new_browser()
        secret = {"password": PASSWORD, "again": PASSWORD, "terms": "yes"}
        page.open("/first-login")
        page.send("/first-login", {"number": self.number, "code": self.next_text(OPENING), **secret})
        return page

    def identity(self) -> dict[str, str]:
        """What this person types on the page of identity."""
        year, month, day = self.facts["birth_date"].split("-")
        nationality = {"gcc_citizen": "KW", "visitor": "FR", "resident": "EG", "dependent": "JO"}.get(
            self.population, ""
        )
        return {
            "identifier": self.number,
            "birth_year": year,
            "birth_month": month,
            "birth_day": day,
            "birth_calendar": "gregorian",
            "first_ar": "سالم",
            "family_ar": "العمري",
            "first_en": "Salem",
            "family_en": "Al-Omari",
            "nationality": nationality,
            "passport": "P1234567",
        }


def to_finger(person: Person, finger_of: str = "", *, account: bool = False, touches: int = 3) -> Browser:
    """From the kiosk's first screen to the finger on the glass: the person's own, or somebody else's.

    ``account``: they have come to pause, resume or close the one they have. ``touches``: no two captures are alike,
    so whoever was not recognised lays the finger again.
    """
    kiosk = Browser(person.at.kiosk)
    kiosk.open("/")
    if account:
        kiosk.send("/begin/account", {"said": "account-ar"})
    else:
        kiosk.send("/begin", {"language": "ar"})
    kiosk.send("/number", {"number": person.number})
    kiosk.must_be_at("/consent")
    kiosk.send("/consent", {})
    kiosk.must_be_at("/finger")
    for _ in range(touches):
        kiosk.send_patiently("/finger", {"laid": finger_of or person.slug})
        if kiosk.path != "/finger":
            break
    return kiosk


def at_kiosk(person: Person, *, mine: bool = True) -> str:
    """A whole visit; the outcome's word."""
    kiosk = to_finger(person)
    kiosk.must_be_at("/is-this-you")
    kiosk.send("/is-this-you", {})
    kiosk.send("/phone", {"phone": person.phone})
    kiosk.must_be_at("/code")
    kiosk.send("/code", {"code": person.next_text(SIX)})
    kiosk.must_be_at("/agree")
    kiosk.send("/agree", {"mine": "yes"} if mine else {"mine": "no", "terms": "yes"})
    return _outcome(kiosk)


def at_bank(person: Person, bank: str = "palm-bank", way: str = "online") -> str:
    """Identify at the bank, activate; the outcome's word."""
    page = Browser(person.at.outside)
    page.open(f"/bank/{bank}/{way}")
    secret = {"secret": "demo-clerk", "seen": "1"} if way == "branch" else {"secret": f"demo-{person.slug}"}
    page.send(f"/bank/{bank}/{way}", {"user": person.slug, **secret})
    page.must_be_at(f"/bank/{bank}/{way}/activate")
    page.send(f"/bank/{bank}/{way}/activate", {"code": person.next_text(SIX)})
    return _outcome(page)


def _outcome(page: Browser) -> str:
    found = re.search(r'data-outcome="(\w+)"', page.page.text)
    if found is None:
        raise Unexpected(f"no outcome at {page.path}")
    return found[1]


def _made(at: Addresses, population: str, equipped: tuple[str, ...]) -> dict[str, Any]:
    wanted = {"population": population, "with": equipped}
    answer = httpx.post(f"{at.outside}/register/control/spare", json=wanted, timeout=10, verify=trusting())
    made: dict[str, Any] = answer.json()
    return made


def _of_cast(at: Addresses, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{at.outside}/cast.json", timeout=10, verify=trusting()).json()
    return dict(found[slug])
