"""Who stands there decides: wrong fingers, somebody else's registration, a new phone, "not you?"."""

import re
from urllib.parse import urlsplit

from bawaba_sandbox.rehearsal.people import Addresses, Person, at_bank, at_kiosk, to_finger
from bawaba_sandbox.rehearsal.stories.codes import WRONG
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

LINK = re.compile(r"(https?://\S+/not-you/\S+)")


def without_fingerprint(at: Addresses) -> None:
    """Yusuf has no fingerprint on record: he is not recognised, is not told why, and is led to the nearest counters."""
    kiosk = to_finger(Person(at, "dependent", slug="yusuf"), touches=1)
    kiosk.must_be_at("/finger")
    kiosk.must_show("قد لا تكون مسجلة، أو لم تُقرأ جيدًا، أو في الرقم خطأ")
    counters = re.findall(r"<li><b>(.+?)</b>", kiosk.open("/cannot"))
    require(counters, "the kiosk names no counter")
    portal = Person(at, "dependent", slug="yusuf").browser
    portal.open("/places")
    for name in counters:
        portal.must_show(name)


def strange_finger(at: Addresses) -> None:
    """Sami's finger on somebody else's number opens nothing."""
    kiosk = to_finger(Person(at, "resident"), finger_of="sami", touches=1)
    kiosk.must_be_at("/finger")
    kiosk.must_show("says bad")


def hostile_registration(at: Addresses) -> None:
    """Somebody registers my number on their phone and waits: I activate at a kiosk, theirs never comes alive."""
    victim, stranger = Person(at, "citizen"), Person(at, "citizen")
    phone = victim.phone
    victim.take_phone(stranger.phone)
    victim.register()
    victim.take_phone(phone)
    require(at_kiosk(victim, mine=False) == "activated", "the kiosk did not activate")
    victim.give_password().must_show(WRONG)  # the stranger's password
    victim.choose_password().must_be_at("/home")


def not_mine(at: Addresses) -> None:
    """Saying "not mine" at the kiosk discards the registration and goes on: its password opens nothing."""
    person = Person(at, "resident")
    person.register()
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not activate")
    person.give_password().must_show(WRONG)
    person.choose_password().must_be_at("/home")


def rebind(at: Addresses) -> None:
    """A new phone, in person: the old session ends, the old phone is told, a code chooses a new password."""
    person = active(at)
    session, old = person.browser, person.phone
    person.take_phone(old.replace("+96651", "+96657"))
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not rebind")
    session.open("/home")
    session.must_be_at("/login")
    person.choose_password().must_be_at("/home")
    person.take_phone(old)
    person.next_text(LINK)


def not_you(at: Addresses) -> None:
    """Opening the link changes nothing; its button suspends, once; nobody logs in any more."""
    person = Person(at, "resident")
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    link = urlsplit(person.next_text(LINK)).path
    person.log_in()
    session, page = person.browser, person.new_browser()
    page.open(link)
    session.open("/home")
    session.must_be_at("/home")
    page.send(link, {})
    session.open("/home")
    session.must_be_at("/login")
    again = person.new_browser()
    again.open(link, expect=410)


def bank_never_rebinds(at: Addresses) -> None:
    """A live account is not moved to another phone by a bank."""
    person = active(at, "resident")
    require(at_bank(person) == "not_activated", "a bank touched a live account")
    person.browser.open("/home")
    person.browser.must_be_at("/home")


PRESENCE: dict[str, Story] = {
    "a dependent without a fingerprint is led to counters": without_fingerprint,
    "another person's finger opens nothing": strange_finger,
    "somebody else's registration never comes alive": hostile_registration,
    "not mine: discarded at the kiosk": not_mine,
    "a new phone is bound in person": rebind,
    "not you? suspends by its button only": not_you,
    "a bank never rebinds": bank_never_rebinds,
}
