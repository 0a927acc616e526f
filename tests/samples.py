"""A person, a violation and a moment for tests of pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bawaba.cases.facts import Applicant
from bawaba.core.text import T
from bawaba.registers.ports import IdentityDocument, Name, Names, Person, Violation

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 25), timedelta(days=1)
WORD = T("كلمة", en="word")
APPLICANT = Applicant("resident", "active", 2, None, frozen_until_attended=False)
NAME = Name("عمر", "يوسف", "خليل", "الحسن")
PERSON = Person(
    person_key="k",
    population="resident",
    identifier_kind="iqama",
    identifier="2311297275",
    names=Names(NAME, NAME),
    birth_date=date(1985, 1, 1),
    sex="male",
    nationality="JO",
    alive=True,
    blocked=False,
    biometric_on_file=True,
    biometric_exempt=False,
    inside_country=True,
    head_of_household=None,
    documents=(),
    household=(),
)


def violation(status: str) -> Violation:
    return Violation("V1", WORD, WORD, WORD, NOW, 15_000, "SAR", status, TODAY)


def holding(*papers: tuple[str, date]) -> Person:
    return replace(PERSON, documents=tuple(IdentityDocument(kind, "1", expires) for kind, expires in papers))
