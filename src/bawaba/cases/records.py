"""Rows of documents that show what the registers say."""

from collections.abc import Sequence

from bawaba.cases.document_names import NAMES
from bawaba.cases.facts import Facts
from bawaba.cases.issued import NUMBER, Row
from bawaba.core.people import nationality
from bawaba.core.text import T
from bawaba.registers.ports import Names, Person

DIRECTIONS = {"entry": T("دخول", en="Entry"), "exit": T("خروج", en="Exit")}
RELATIONS = {
    "head": T("رب الأسرة", en="Head of the family"),
    "spouse": T("زوج أو زوجة", en="Spouse"),
    "child": T("ابن أو ابنة", en="Child"),
}
NAME = T("الاسم", en="Name")
BORN = T("تاريخ الميلاد", en="Date of birth")
MOST_CROSSINGS = 40


def personal_rows(facts: Facts) -> Sequence[Row]:
    """Name, number, birth, nationality, documents."""
    one = _person(facts)
    return [
        Row(NAME, _named(one.names)),
        Row(NUMBER, one.identifier, "code"),
        Row(BORN, one.birth_date.isoformat(), "date"),
        Row(T("الجنسية", en="Nationality"), nationality(one.nationality)),
        *(Row(_document_label(paper.type), paper.expires.isoformat(), "date") for paper in one.documents),
    ]


def identifier_rows(facts: Facts) -> Sequence[Row]:
    """Name and number."""
    one = _person(facts)
    return [Row(NAME, _named(one.names)), Row(NUMBER, one.identifier, "code")]


def family_rows(facts: Facts) -> Sequence[Row]:
    """The person, and each of the household with relation and birth."""
    one = _person(facts)
    rows = [Row(NAME, _named(one.names)), Row(NUMBER, one.identifier, "code")]
    for member in one.household:
        rows.append(Row(RELATIONS.get(member.relation, T("قريب", en="Relative")), _named(member.names)))
        rows.append(Row(BORN, member.birth_date.isoformat(), "date"))
    return rows


def travel_rows(facts: Facts) -> Sequence[Row]:
    """Crossings, newest first."""
    rows = list(identifier_rows(facts)) if facts.person else []
    for crossing in (facts.heard("travel") or ())[:MOST_CROSSINGS]:
        way = DIRECTIONS[crossing.direction]
        rows.append(
            Row(
                T(f"{way.ar}: {crossing.port.ar}", en=f"{way.en}: {crossing.port.en}"),
                crossing.at.isoformat(),
                "moment",
            )
        )
    return rows


def conduct_rows(facts: Facts) -> Sequence[Row]:
    """A certificate of conduct: only ever issued when nothing is recorded."""
    return [
        *identifier_rows(facts),
        Row(T("الحال", en="Finding"), T("لا توجد سابقة مسجلة", en="No conviction is recorded")),
    ]


def insurance_rows(facts: Facts) -> Sequence[Row]:
    """Each vehicle, and until when it is insured."""
    return [
        Row(
            T(f"{one.make.ar} {one.plate.ar}", en=f"{one.make.en} {one.plate.en}"),
            one.insurance_expires.isoformat(),
            "date",
        )
        for one in facts.vehicles or ()
    ]


def _person(facts: Facts) -> Person:
    if facts.person is None:
        raise LookupError("a document was asked for without its person")
    return facts.person


def _named(names: Names) -> T:
    return T(names.ar.full or names.en.full, en=names.en.full or names.ar.full)


def _document_label(kind: str) -> T:
    name = NAMES.get(kind, T(kind, en=kind))
    return T(f"انتهاء {name.ar}", en=f"{name.en}: ends on")
