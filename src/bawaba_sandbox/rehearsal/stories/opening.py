"""Five populations, kiosk and bank, in either order."""

from bawaba_sandbox.rehearsal.people import OPENING, PASSWORD, Addresses, Person, at_bank, at_kiosk
from bawaba_sandbox.rehearsal.stories.telling import Story, require

POPULATIONS = ("citizen", "resident", "dependent", "visitor", "gcc_citizen")


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


def by_way(bank: str, way: str) -> Story:
    """The bank's other ways in."""

    def story(at: Addresses) -> None:
        person = Person(at, "resident")
        person.register()
        require(at_bank(person, bank, way) == "activated", "the bank did not activate")

    return story


def kiosk_first(at: Addresses) -> None:
    """No registration: the kiosk opens the account, a code chooses the password."""
    person = Person(at, "resident")
    require(at_kiosk(person, mine=False) == "activated", "the kiosk did not activate")
    person.choose_password().must_be_at("/home")


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


OPENINGS: dict[str, Story] = {
    **{f"{one}: register, kiosk, log in": by_kiosk(one) for one in POPULATIONS},
    **{f"{one}: register, bank, log in": by_bank(one) for one in POPULATIONS},
    "a bank's cash machine activates": by_way("coast-bank", "atm"),
    "a bank's telephone line activates": by_way("desert-trust", "phone"),
    "a bank's clerk activates": by_way("coast-bank", "branch"),
    "resident: kiosk first, then a password": kiosk_first,
    "citizen: bank first, completed on the portal": bank_first,
}
