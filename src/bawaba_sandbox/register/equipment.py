"""What a person of the cast or of a rehearsal needs to play an e-service: a vehicle, a guest, a birth notice, a licence."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from bawaba_sandbox.register.papers import dated
from bawaba_sandbox.register.people import Someone
from bawaba_sandbox.register.traffic import vehicle

HOSPITAL = {"ar": "مستشفى الواحة", "en": "Oasis Hospital"}
PRISON = {"ar": "إصلاحية العاصمة", "en": "Capital correctional centre"}


def equip(someone: Someone, today: date, *wanted: str) -> None:
    """Give somebody things by name; KeyError for one that nobody makes."""
    for one in wanted:
        GIVEN[one](someone, today)


def host(someone: Someone, guest: Someone, today: date, *, days_left: int) -> None:
    """Make ``guest``, a visitor, the guest of ``someone``; the visa ends in so many days."""
    ends = (today + timedelta(days=days_left)).isoformat()
    for document in guest.record["documents"]:
        if document["type"] == "visa":
            document["expires"] = ends
    someone.noted["guests"] = [
        {
            "person_key": guest.record["person_key"],
            "number": guest.record["identifiers"][0]["number"],
            "names": guest.record["names"],
            "visa_expires": ends,
            "stays_until_most": (today + timedelta(days=120)).isoformat(),
            "inside_country": True,
            "insured_until": (today + timedelta(days=120)).isoformat(),
            "reported_absent": False,
        }
    ]


def _car(someone: Someone, today: date) -> None:
    """Every paper of it runs, and the registration ends soon."""
    made = vehicle(Random(f"car:{someone.index}"), today, someone.index)
    far = (today + timedelta(days=200)).isoformat()
    soon = (today + timedelta(days=40)).isoformat()
    someone.vehicles = [made | {"insurance_expires": far, "inspection_expires": far, "registration_expires": soon}]


def _driver(someone: Someone, today: date) -> None:
    """A driving licence that ends soon, and a medical result for it."""
    number = someone.record["identifiers"][0]["number"]
    _give_document(someone, dated(today, "driving_licence", number, 60))
    far = (today + timedelta(days=200)).isoformat()
    someone.noted["medical"] = [{"kind": kind, "passed": True, "valid_until": far} for kind in ("driving", "residence")]


def _passport(someone: Someone, today: date) -> None:
    """One that runs for years."""
    _give_document(someone, dated(today, "passport", f"P{someone.index:08d}"[:9], 900))


def _birth(someone: Someone, today: date) -> None:
    """A notice that waits."""
    born = (today - timedelta(days=6)).isoformat()
    notice = {
        "number": f"7{someone.index:09d}",
        "born": born,
        "sex": "female",
        "hospital": HOSPITAL,
        "registered": False,
    }
    someone.noted["births"] = [notice]


def _relative_inside(someone: Someone, today: date) -> None:
    """An uncle."""
    names = someone.record["names"]
    uncle = {script: {**names[script], "first": first} for script, first in (("ar", "حمود"), ("en", "Humood"))}
    someone.noted["inmates"] = [
        {"number": f"5{someone.index:09d}", "names": uncle, "prison": PRISON, "relation": "uncle"}
    ]


def _weapon(someone: Someone, today: date) -> None:
    """A firearm licence that ends soon."""
    _give_document(someone, dated(today, "firearm_licence", f"F{someone.index:08d}", 45))


def _abroad(someone: Someone, today: date) -> None:
    """Left last week, on an exit/re-entry visa that runs."""
    someone.record["inside_country"] = False
    someone.noted["permits"] = [
        {
            "kind": "exit_reentry_single",
            "number": f"V{someone.index:09d}"[:10],
            "starts": (today - timedelta(days=10)).isoformat(),
            "expires": (today + timedelta(days=50)).isoformat(),
            "used": True,
        }
    ]


def _without_permit(someone: Someone, today: date) -> None:
    """The residence permit has run out."""
    for document in someone.record["documents"]:
        if document["type"] == "iqama":
            document["expires"] = (today - timedelta(days=3)).isoformat()


def _give_document(someone: Someone, document: dict[str, Any]) -> None:
    kept = [one for one in someone.record["documents"] if one["type"] != document["type"]]
    someone.record["documents"] = [*kept, document]


def _clean(someone: Someone, today: date) -> None:
    """No violations."""
    someone.violations = []


GIVEN: dict[str, Callable[[Someone, date], None]] = {
    "car": _car,
    "driver": _driver,
    "passport": _passport,
    "birth": _birth,
    "relative_inside": _relative_inside,
    "weapon": _weapon,
    "abroad": _abroad,
    "without_permit": _without_permit,
    "clean": _clean,
}
