"""Staff of a rehearsal: a browser each, with a passkey of software, entered once a code; and what an officer does at a counter."""

from threading import Lock
from typing import Any

from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.passkey import Passkey, options_on
from bawaba_sandbox.rehearsal.people import SIX, Addresses, Person

COUNTER, VISIT, SIGN = "/desk/counter", "/desk/counter/visit", "/desk/counter/sign"


class CodeSpent(Exception):
    """It makes a passkey once."""


_entering, _standing = Lock(), Lock()
_inside: dict[str, tuple[Browser, Passkey]] = {}  # by code


def noor_at_desk(at: Addresses) -> Browser:
    """A window of the browser in which Noor has entered."""
    return _at_desk(at, "noor", at.officer_code)[0].window()


def reviewer_at_desk(at: Addresses) -> Browser:
    """The same of whoever reviews."""
    return _at_desk(at, "khalid", at.reviewer_code)[0].window()


def at_counter(person: Person, *, mine: bool = True, where: str = "") -> str:
    """Document, phone in the hand, signature; one person at a time stands there. What the last page is headed."""
    with _standing:
        desk, key = _at_desk(person.at, "noor", person.at.officer_code)
        page = desk.window()
        stand = "service-counters/" if where else "service-counters/capital-north"
        page.open(f"{COUNTER}/place")
        page.send(f"{COUNTER}/place", {"stand": stand, "where": where})
        page.must_be_at(COUNTER)
        page.send(COUNTER, _document_of(person))
        page.must_be_at(VISIT)
        page.send(VISIT, {"deed": "check"})
        page.send(VISIT, {"deed": "phone", "phone": person.phone})
        page.send(VISIT, {"deed": "code", "code": person.next_text(SIX)})
        page.send(VISIT, {"deed": "choose", "terms": "yes", "mine": "yes" if mine else "no"})
        page.must_be_at(SIGN)
        page.send(SIGN, {"answer": key.use(options_on(page.page.text))})
        return _headed(page.page.text)


def _at_desk(at: Addresses, user_name: str, code: str) -> tuple[Browser, Passkey]:
    with _entering:
        if code not in _inside:
            _inside[code] = _enter(at, user_name, code)
        return _inside[code]


def _enter(at: Addresses, user_name: str, code: str) -> tuple[Browser, Passkey]:
    """The code makes a passkey; out again, and in by name and passkey, as on every later day."""
    first, key = Browser(at.portal), Passkey(at.portal)
    first.open("/desk/code")
    first.send("/desk/code", {"user_name": user_name, "code": code})
    if first.path != "/desk/passkeys/first":
        raise CodeSpent(f"The code for the desk was used or has expired. A new one: bawaba officer code {user_name}")
    first.send(first.path, {"answer": key.make(options_on(first.page.text)), "name": "مفتاح التمرين"})
    first.must_be_at("/desk/")
    first.send("/desk/leave", {})
    first.send("/desk/enter", {"user_name": user_name})
    first.send(first.path, {"answer": key.use(options_on(first.page.text))})
    first.must_be_at("/desk/")
    return first, key


def _document_of(person: Person) -> dict[str, Any]:
    """What the officer reads on the document that the person brought."""
    held = next(one for one in person.facts["documents"] if one["type"] in ("national_id", "iqama", "passport"))
    year, month, day = person.facts["birth_date"].split("-")
    typed = {"kind": person.kind, "number": person.number, "birth_year": year, "birth_month": month, "birth_day": day}
    return typed | {"document": held["type"], "document_number": held["number"], "language": "ar"}


def _headed(page: str) -> str:
    _, _, rest = page.partition("<h1>")
    heading, found, _ = rest.partition("</h1>")
    if not found:
        raise Unexpected("the page has no heading")
    return heading.strip()
