"""Every kind of field as a table: what is taken, as what, and what is refused with a sentence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bawaba.cases.facts import Facts
from bawaba.cases.fields import (
    IN_MONTHS,
    Amount,
    BadAnswer,
    Choice,
    Confirm,
    Day,
    Files,
    Number,
    OneOf,
    Option,
    PersonNumber,
    Several,
    Text,
)
from bawaba.core.text import T
from bawaba.registers.ports import Known
from samples import APPLICANT, NOW, PERSON, TODAY

ASK = T("سؤال", en="Question")
FACTS = Facts(APPLICANT, NOW, TODAY, {"person": Known(PERSON, NOW)})
NONE = frozenset[str]()


def offer(facts: Facts) -> list[Option]:
    return [Option(one, T(f"خيار {one}", en=f"Option {one}")) for one in ("1", "2")]


def on(year: Any, month: Any, day: Any, calendar: str = "gregorian") -> dict[str, list[str]]:
    return {"q_year": [str(year)], "q_month": [str(month)], "q_day": [str(day)], "q_calendar": [calendar]}


def typed(*values: str) -> dict[str, list[str]]:
    return {"q": list(values)}


AMOUNT, CHOICE = Amount("q", ASK), Choice("q", ASK, {3: ASK, "x": ASK})
CONFIRM, DAY = Confirm("q", ASK), Day("q", ASK, earliest=-10, latest=400)
FILES, NUMBER = Files("q", ASK, most=2), Number("q", ASK, least=1, most=12)
ONE, SEVERAL = OneOf("q", ASK, offer, NONE), Several("q", ASK, offer, NONE)
PERSON_NUMBER, TEXT = PersonNumber("q", ASK), Text("q", ASK, most=10)
LINES, LATIN = Text("q", ASK, most=10, lines=3), Text("q", ASK, most=8, latin=True, form="[A-Z]{4}[0-9]{4}")

GOOD = [
    (AMOUNT, typed("45000"), 4_500_000),
    (AMOUNT, typed("٤٥٬٠٠٠٫٥"), 4_500_050),
    (AMOUNT, typed(" 45,000.25 "), 4_500_025),
    (AMOUNT, typed("0"), 0),
    (AMOUNT, typed("1,234,567.5"), 123_456_750),
    (AMOUNT, typed("1 234 567"), 123_456_700),
    (AMOUNT, typed("\u202a500\u202c"), 50_000),
    (CHOICE, typed("3"), 3),
    (CHOICE, typed("x"), "x"),
    (CHOICE, typed("3", "x"), 3),
    (CONFIRM, typed("yes"), True),
    (DAY, on(2026, 11, 25), "2026-11-25"),
    (DAY, on("٢٠٢٧", "٠١", "٠٥"), "2027-01-05"),
    (DAY, on(1448, 6, 15, "hijri"), "2026-11-25"),
    (DAY, on(2026, 11, 15), "2026-11-15"),
    (FILES, typed("u/a.pdf", "v/b.pdf"), ["u/a.pdf", "v/b.pdf"]),
    (Files("q", ASK, optional=True), {}, None),
    (NUMBER, typed("12"), 12),
    (NUMBER, typed("٧"), 7),
    (NUMBER, typed("007"), 7),
    (ONE, typed("2"), "2"),
    (ONE, typed("2", "1"), "2"),
    (PERSON_NUMBER, typed("١٠٠٠٠٠٠٠٠٨"), "1000000008"),
    (PERSON_NUMBER, typed(" 1000-000-008 "), "1000000008"),
    (SEVERAL, typed("2", "1", "2"), ["1", "2"]),
    (TEXT, typed("  شارع   النخيل "[:14]), "شارع النخي"),
    (TEXT, typed("a", "b"), "a"),
    (Text("q", ASK, optional=True), typed(" "), None),
    (LINES, typed("a\r\nb"), "a\nb"),
    (LATIN, typed("RAHA١٢٣٤"), "RAHA1234"),
    (TEXT, typed("a\u202eb\u2066c"), "abc"),  # nothing that turns round what an officer reads or a document says
    (TEXT, typed("می\u200cخ"), "می\u200cخ"),  # a non-joiner belongs to the spelling
    (Text("q", ASK, optional=True), typed("\u200b\u2060"), None),
]
BAD = [
    (AMOUNT, typed("-5")),
    (AMOUNT, typed("1.234")),
    (AMOUNT, typed("1e9")),
    (AMOUNT, typed("500,50")),  # for many a comma parts the halalas: a hundredfold price is not guessed
    (AMOUNT, typed("٥٠٠,٥٠")),
    (AMOUNT, typed("45,00")),
    (AMOUNT, typed("4,5000")),
    (AMOUNT, typed("1,2,3")),
    (AMOUNT, typed(",500")),
    (AMOUNT, typed("9" * 10)),
    (AMOUNT, typed("5\0")),
    (CHOICE, typed("4")),
    (CHOICE, typed("3\0")),
    (CONFIRM, typed("no")),
    (CONFIRM, typed("")),
    (DAY, on(2026, 2, 30)),
    (DAY, on(1448, 13, 1, "hijri")),
    (DAY, on(2026, 11, 14)),
    (DAY, on(2030, 1, 1)),
    (DAY, on("2026\0", 11, 25)),
    (DAY, on("", 11, 25)),
    (DAY, on("9" * 5000, 1, 1)),
    (DAY, typed("2026-11-25")),
    (FILES, typed("a.pdf")),
    (FILES, typed("u/a", "v/b", "w/c")),
    (NUMBER, typed("0")),
    (NUMBER, typed("13")),
    (NUMBER, typed("-1")),
    (NUMBER, typed("1.5")),
    (NUMBER, typed("²")),
    (NUMBER, typed("1" * 5000)),
    (NUMBER, typed("1\0")),
    (ONE, typed("3")),
    (ONE, typed("1\0")),
    (SEVERAL, typed("1", "3")),
    (PERSON_NUMBER, typed("123")),
    (PERSON_NUMBER, typed("1000000000")),
    (PERSON_NUMBER, typed(PERSON.identifier)),
    (PERSON_NUMBER, typed("1000000008\0")),
    (TEXT, typed("x" * 11)),
    (TEXT, typed("a\0b")),
    (TEXT, typed("\u200b\u2060\ufeff")),
    (TEXT, typed("\u202e")),
    (TEXT, typed("\x1b[31m")),
    (LINES, typed("a\n" * 9)),
    (LATIN, typed("رحة1234")),
    (LATIN, typed("RAHA123")),
    *[(one, {}) for one in (AMOUNT, CHOICE, CONFIRM, DAY, FILES, NUMBER, ONE, SEVERAL, PERSON_NUMBER, TEXT, LATIN)],
    *[(one, {"q": []}) for one in (AMOUNT, CHOICE, CONFIRM, FILES, NUMBER, ONE, SEVERAL, PERSON_NUMBER, TEXT)],
]


def names(table: list[Any]) -> list[str]:
    return [f"{type(one[0]).__name__}-{place}" for place, one in enumerate(table)]


@pytest.mark.parametrize(("field", "posted", "answer"), GOOD, ids=names(GOOD))
def test_it_is_taken_and_can_be_shown_in_both_languages(field: Any, posted: dict[str, list[str]], answer: Any) -> None:
    found = field.clean(posted, FACTS)
    assert found == answer
    if found is not None:
        shown = field.shown(found, FACTS)
        assert shown.ar
        assert shown.en


@pytest.mark.parametrize(("field", "posted"), BAD, ids=names(BAD))
def test_it_is_refused_with_a_sentence_in_both_languages(field: Any, posted: dict[str, list[str]]) -> None:
    with pytest.raises(BadAnswer) as refused:
        field.clean(posted, FACTS)
    assert refused.value.text.ar != refused.value.text.en
    assert refused.value.text.ar.strip()


def test_what_is_offered_no_more_is_not_taken() -> None:
    gone = OneOf("q", ASK, lambda facts: [], NONE)
    with pytest.raises(BadAnswer):
        gone.clean(typed("1"), FACTS)


def test_the_last_and_the_first_day_are_counted_from_today() -> None:
    for days in (-10, 400):
        day: date = TODAY + timedelta(days=days)
        assert DAY.clean(on(day.year, day.month, day.day), FACTS) == day.isoformat()


@pytest.mark.parametrize(
    ("asked", "wanted", "taken"),
    [(0, 7, True), (0, 6, False), (5, 2, True), (5, 1, False), (10, 0, True), (10, -1, False)],
)
def test_who_asked_in_time_is_not_late_because_an_officer_asked_back(asked: int, wanted: int, *, taken: bool) -> None:
    facts = replace(FACTS, asked_on=TODAY - timedelta(days=asked) if asked else None)
    day = TODAY + timedelta(days=wanted)
    try:
        found = Day("q", ASK, earliest=7).clean(on(day.year, day.month, day.day), facts)
    except BadAnswer as bad:
        found = bad.reason
    assert found == (day.isoformat() if taken else "early")


@pytest.mark.parametrize(
    ("months", "ar", "en"),
    [
        (1, "شهر", "one month"),
        (2, "شهران", "2 months"),
        (3, "3 أشهر", "3 months"),
        (10, "10 أشهر", "10 months"),
        (11, "11 شهرًا", "11 months"),
        (100, "100 شهر", "100 months"),
    ],
)
def test_what_is_counted_is_said_with_its_number(months: int, ar: str, en: str) -> None:
    said = Number("q", ASK, least=1, most=100, counts=IN_MONTHS).shown(months, FACTS)
    assert (said.ar, said.en) == (ar, en)
    assert NUMBER.shown(months, FACTS).ar == str(months)
