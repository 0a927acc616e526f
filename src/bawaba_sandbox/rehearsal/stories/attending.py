"""At the counter, and what follows from it: every order, a mobile unit, a rebind, a report that another officer lifts."""

import re
import time
from urllib.parse import urlsplit

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox.rehearsal.browser import Browser
from bawaba_sandbox.rehearsal.people import SIX, Addresses, Person, at_kiosk, to_finger
from bawaba_sandbox.rehearsal.staff import at_counter, reviewer_at_desk
from bawaba_sandbox.rehearsal.stories.presence import LINK
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

ACTIVE, NOT_ACTIVE = "فُعّل الحساب", "لم يُفعَّل"
NEXT_CODE = 31.0  # seconds until a phone gets another live code
POPULATIONS = ("citizen", "resident", "dependent", "visitor", "gcc_citizen")
CASE = re.compile(r'href="(/desk/reviews/cases/[0-9a-f-]{36})"')
HELD = re.compile(r'href="(/desk/reviews/registrations/[0-9a-f-]{36})"')


def by_counter(population: str) -> Story:
    """Register, visit a counter, log in."""

    def story(at: Addresses) -> None:
        person = Person(at, population)
        person.register()
        require(at_counter(person) == ACTIVE, "the counter did not activate")
        person.log_in(person.user_name)

    return story


def counter_first(at: Addresses) -> None:
    """No registration: an officer opens the account, a code chooses the password."""
    person = Person(at, "citizen")
    require(at_counter(person) == ACTIVE, "the counter did not activate")
    person.choose_password().must_be_at("/home")


def mobile_unit(at: Addresses) -> None:
    """A counter that moves: its place of the day stands in the message."""
    person = Person(at, "resident")
    require(at_counter(person, where="سوق القرية") == ACTIVE, "the mobile unit did not activate")
    person.must_be_told("سوق القرية")
    person.choose_password().must_be_at("/home")


def rebound_and_reported(at: Addresses) -> None:
    """A report suspends; the holder is attended, another officer lifts, and the old link is dead."""
    person = active(at)
    link = urlsplit(next(found[1] for text in person.texts() if (found := LINK.search(text)))).path
    page = Browser(at.portal)
    page.open(link)
    page.send(link, {})
    old = person.phone
    person.take_phone(old.replace("+96651", "+96656"))
    require(at_counter(person) == NOT_ACTIVE, "one officer alone opened a suspended account")
    desk = reviewer_at_desk(at)
    case = _mine_among(desk, "/desk/reviews", CASE, person.number)
    desk.send(f"{case}/lift", {"lift_reason": "owner_attended", "lift_note": "طابقت الوثيقة"})
    person.choose_password().must_be_at("/home")
    page.open(link, expect=410)


def reviewed(at: Addresses) -> None:
    """Wrong codes at a kiosk hold a registration; an officer releases it, and it is activated at last."""
    person = Person(at, "resident")
    person.register()
    guess_codes(person)
    person.browser.open("/register/receipt")
    person.browser.must_show("طلبك قيد المراجعة")
    desk = reviewer_at_desk(at)
    held = _mine_among(desk, "/desk/reviews/registrations", HELD, person.number)
    desk.send(f"{held}/release", {"release_reason": "mistyped"})
    person.browser.open("/register/receipt")
    person.browser.must_not_show("طلبك قيد المراجعة")
    time.sleep(NEXT_CODE)
    require(at_counter(person) == ACTIVE, "what was released did not come alive")


def settled(at: Addresses) -> None:
    """A visitor becomes a resident: the same account, its letters and its user name, under the new number."""
    person = active(at, "visitor")
    who = {"kind": person.kind, "number": person.number}
    made = (
        httpx.post(f"{at.outside}/register/control/settle", json=who, timeout=10, verify=trusting())
        .raise_for_status()
        .json()
    )
    person.facts.update(kind=made["kind"], number=made["number"], population="resident")
    person.take_phone(person.phone.replace("+96651", "+96658"))
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not bind the account")
    person.choose_password().must_be_at("/home")
    person.browser.open("/inbox")
    person.browser.must_show("انتقل حسابك إلى رقمك الجديد")
    person.browser.open("/settings")
    person.browser.must_show(person.user_name)


def guess_codes(person: Person) -> None:
    """Three wrong codes, by whoever stands at the kiosk with this finger."""
    kiosk = to_finger(person)
    kiosk.send("/is-this-you", {})
    kiosk.send("/phone", {"phone": person.phone})
    right = int(person.next_text(SIX))
    for turn in range(1, 4):
        kiosk.send("/code", {"code": f"{(right + turn) % 1_000_000:06d}"})


def _mine_among(desk: Browser, listed: str, shape: re.Pattern[str], number: str) -> str:
    """The page about this person; the list itself names nobody, and is as long as the rehearsal has made it."""
    seen: set[str] = set()
    path = listed
    while True:
        text = desk.open(path)
        for one in shape.findall(text):
            if one not in seen and number in desk.open(one):
                return one
            seen.add(one)
        more = re.search(r'rel="next" href="\?(after=\d+)"', text)
        require(more, f"no page of {listed} is about this person")
        path = f"{listed}?{more[1]}" if more else ""


ATTENDED: dict[str, Story] = {
    **{f"{one}: register, counter, log in": by_counter(one) for one in POPULATIONS},
    "citizen: counter first, then a password": counter_first,
    "resident: at a mobile unit, which says where it stands": mobile_unit,
}
REVIEWED: dict[str, Story] = {
    "not you? lifted by another officer than who attended": rebound_and_reported,
    "a held registration is released and comes alive": reviewed,
}
SETTLED: dict[str, Story] = {"a visitor becomes a resident and keeps the account": settled}
