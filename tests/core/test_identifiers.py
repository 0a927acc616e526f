"""The vectors of the design, judged as listed, and rows that it leaves to us."""

import json
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.calendars import InvalidDate, from_hijri, to_hijri
from bawaba.core.identifiers import InvalidIdentifier, Policy, check_mrz_line, kinds, parse
from bawaba.core.phones import InvalidPhone, parse_mobile

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors/identifiers.json").read_text())
KINDS = [kind for kind in VECTORS if kind in kinds()]
OURS = {
    "bahrain_cpr": (["850712345", "٨٥٠٧١٢٣٤٥"], ["85071234", "8507123456", "85071234A"]),
    "qatar_id": (["28463400123", "30163412345"], ["18463400123", "2846340012"]),
    "oman_civil_number": (["123456", "987654321"], ["12345", "1234567890", "12A456"]),
    "passport": (["A1234567", "ab 123456", "L898902C3"], ["A12", "A123456789", "A12_4567"]),
    "visa": (["6000000001"], ["600000001", "60000000011"]),
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k in KINDS for t in VECTORS[k]["valid"]])
def test_valid_numbers_are_taken(kind: str, text: str) -> None:
    assert parse(kind, text).value.isascii()


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k in KINDS for t in VECTORS[k]["invalid"]])
def test_invalid_numbers_are_refused_with_a_sentence_in_both_languages(kind: str, text: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(kind, text)
    assert refused.value.text.ar
    assert refused.value.text.en


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, (valid, _) in OURS.items() for t in valid])
def test_numbers_without_a_published_check_digit_are_judged_by_their_form_only(kind: str, text: str) -> None:
    assert parse(kind, text).kind == kind


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, (_, invalid) in OURS.items() for t in invalid])
def test_wrong_forms_are_refused(kind: str, text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse(kind, text)


def test_the_same_number_in_other_digits_is_the_same() -> None:
    for one, other in VECTORS["national_id"]["same_as"]:
        assert parse("national_id", one) == parse("national_id", other)


def test_a_setting_may_only_warn_of_an_unpublished_check_digit() -> None:
    assert parse("national_id", "1622297011", Policy(check_digit="warn")).warning == "check_digit"


def test_machine_readable_lines() -> None:
    assert all(check_mrz_line(line) for line in VECTORS["mrz_td3_line2"]["valid"])
    assert not any(check_mrz_line(line) for line in VECTORS["mrz_td3_line2"]["invalid"])


def test_mobiles_become_e164_and_others_are_refused() -> None:
    for typed, stored in VECTORS["mobile"]["valid"].items():
        assert parse_mobile(typed) == stored
    for typed in VECTORS["mobile"]["invalid"]:
        with pytest.raises(InvalidPhone):
            parse_mobile(typed)


def test_hijri_pairs_and_days_that_do_not_exist() -> None:
    for hijri, gregorian in VECTORS["hijri"]["pairs"]:
        year, month, day = map(int, hijri.split("-"))
        assert from_hijri(year, month, day).isoformat() == gregorian
        assert str(to_hijri(date.fromisoformat(gregorian))) == hijri
    for hijri in VECTORS["hijri"]["invalid_hijri"]:
        with pytest.raises(InvalidDate):
            from_hijri(*map(int, hijri.split("-")))


@given(st.dates(min_value=date(1924, 8, 1), max_value=date(2077, 11, 16)))
def test_every_day_goes_there_and_back(day: date) -> None:
    found = to_hijri(day)
    assert found is not None
    assert from_hijri(found.year, found.month, found.day) == day


@given(st.text(max_size=80))
def test_no_text_breaks_the_parsers(text: str) -> None:
    for kind in kinds():
        with suppress(InvalidIdentifier):
            assert parse(kind, text).value.isascii()
    with suppress(InvalidPhone):
        assert parse_mobile(text).startswith("+")


@pytest.mark.parametrize("kind", kinds())
def test_a_hundred_thousand_characters_cost_nothing(kind: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidIdentifier):
        parse(kind, "1" * 100_000)
    assert time.perf_counter() - began < 0.05
