"""What fields may offer from the facts: violations, vehicles, members of the family, guests."""

from collections.abc import Callable, Sequence
from datetime import date

from bawaba.cases.document_names import NAMES, SLIP
from bawaba.cases.facts import Facts
from bawaba.cases.fields import OneOf, Option
from bawaba.core.money import Money
from bawaba.core.reader import Reader, in_riyals
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.queries import DocumentView
from bawaba.registers.ports import Names, Violation

CARDS = ("national_id", "iqama", "passport", "driving_licence", "firearm_licence")  # what is made to be held


def violation_label(one: Violation) -> T:
    """Kind and place."""
    return T(f"{one.kind.ar}، {one.place.ar}", en=f"{one.kind.en}, {one.place.en}")


def unpaid_violations(facts: Facts) -> Sequence[Option]:
    """Each with its amount."""
    return [Option(one.number, violation_label(one), _riyals(one)) for one in facts.unpaid()]


def objectionable_violations(facts: Facts) -> Sequence[Option]:
    """Unpaid, and within their 30 days."""
    return [
        Option(one.number, violation_label(one), _until(one.objection_until))
        for one in facts.unpaid()
        if one.objection_until >= facts.day_of_asking
    ]


def my_vehicles(facts: Facts) -> Sequence[Option]:
    """By plate and make."""
    return [
        Option(one.number, T(f"{one.make.ar} {one.plate.ar}", en=f"{one.make.en} {one.plate.en}"))
        for one in facts.vehicles or ()
    ]


def my_guests(facts: Facts) -> Sequence[Option]:
    """By name, with the end of their visa."""
    return [Option(one.number, _named(one.names), _until(one.visa_expires)) for one in facts.heard("guests") or ()]


def my_inmates(facts: Facts) -> Sequence[Option]:
    """Relatives whom a prison knows."""
    return [
        Option(one.number, T(f"{_named(one.names).ar}، {one.prison.ar}", en=f"{_named(one.names).en}, {one.prison.en}"))
        for one in facts.heard("inmates") or ()
    ]


def open_births(facts: Facts) -> Sequence[Option]:
    """Notices of hospitals that wait."""
    return [
        Option(one.number, T(f"مولود في {one.hospital.ar}", en=f"Born at {one.hospital.en}"), _day(one.born))
        for one in facts.heard("births") or ()
        if not one.registered
    ]


def my_address(facts: Facts) -> Sequence[Option]:
    """The one on record: whoever chooses it has seen where things go."""
    one = facts.heard("address")
    if one is None:
        return []
    ar = f"{one.building} {one.street.ar}، {one.district.ar}، {one.city.ar} {one.post_code}، {one.short}"
    en = f"{one.building} {one.street.en}, {one.district.en}, {one.city.en} {one.post_code}, {one.short}"
    return [Option(one.short, T(ar, en=en))]


def my_cards_and_papers(facts: Facts) -> Sequence[Option]:
    """Cards in force, then what was issued here, newest first; slips of appointments are shown, not sent."""
    papers = facts.person.documents if facts.person else ()
    cards = [one for one in papers if one.type in CARDS and one.expires >= facts.today]
    return [
        *(Option(f"card:{one.type}:{one.number}", NAMES[one.type], _until(one.expires)) for one in cards),
        *(_paper(one) for one in facts.papers if one.kind != SLIP),
    ]


def my_household(*relations: str) -> Callable[[Facts], Sequence[Option]]:
    """Members of the family, of some relations or of all."""

    def offer(facts: Facts) -> Sequence[Option]:
        household = facts.person.household if facts.person else ()
        return [
            Option(one.person_key, _named(one.names)) for one in household if not relations or one.relation in relations
        ]

    return offer


VEHICLE = OneOf("vehicle", T("المركبة", en="Vehicle"), my_vehicles, frozenset({"vehicles"}))
GUEST = OneOf("guest", T("الزائر", en="Visitor"), my_guests, frozenset({"guests"}))


def _named(names: Names) -> T:
    return T(names.ar.short or names.en.short, en=names.en.short or names.ar.short)


def _riyals(one: Violation) -> T:
    return in_riyals(Money(one.halalas, one.currency))


def _until(day: date) -> T:
    said = _day(day)
    return T(f"حتى {said.ar}", en=f"until {said.en}")


def _paper(one: DocumentView) -> Option:
    ar, en = (f"{title} {grouped(one.reference)}" for title in one.content["title"])
    return Option(f"paper:{one.reference}", T(ar, en=en))


def _day(day: date) -> T:
    ar, en = (Reader(language=language, digits="latn").date(day) for language in ("ar", "en"))
    return T(ar, en=en)
