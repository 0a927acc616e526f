"""The vectors of the design, judged as listed, and rows that it leaves to us."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.digits import normalise
from bawaba.core.identifiers import InvalidIdentifier, Policy, check_mrz_line, kinds, parse
from bawaba.core.identifiers.mrz import check_digit

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors/identifiers.json").read_text())
KINDS = [kind for kind in VECTORS if kind in kinds()]
DIGITS = ["national_id", "iqama", "border_number", "emirates_id", "kuwait_civil_id", "visa"]
UNSEEN = "\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u0640 -\u00a0"
SPECIMEN = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_every_kind_has_vectors_and_every_row_of_the_design_stands_here() -> None:
    assert set(KINDS) == set(kinds())
    assert {"mrz_td3_line2", "mobile", "hijri"} <= set(VECTORS)


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k in KINDS for t in VECTORS[k]["valid"]])
def test_valid_numbers_are_taken(kind: str, text: str) -> None:
    assert parse(kind, text).value.isascii()


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k in KINDS for t in VECTORS[k]["invalid"]])
def test_invalid_numbers_are_refused_with_a_sentence_in_both_languages(kind: str, text: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(kind, text)
    assert refused.value.text.ar
    assert refused.value.text.en


def test_the_same_number_in_other_digits_is_the_same() -> None:
    for one, other in VECTORS["national_id"]["same_as"]:
        assert parse("national_id", one) == parse("national_id", other)


def test_a_setting_may_only_warn_of_an_unpublished_check_digit() -> None:
    assert parse("national_id", "1622297011", Policy(check_digit="warn")).warning == "check_digit"


def test_machine_readable_lines() -> None:
    assert all(check_mrz_line(line) for line in VECTORS["mrz_td3_line2"]["valid"])
    assert not any(check_mrz_line(line) for line in VECTORS["mrz_td3_line2"]["invalid"])


@pytest.mark.parametrize(
    ("field", "digit"), [("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1)], ids=str
)
def test_the_specimen_of_icao_has_these_check_digits(field: str, digit: int) -> None:
    assert check_digit(field) == digit


def test_any_other_check_digit_in_the_specimen_is_found() -> None:
    assert check_digit(SPECIMEN[0:10] + SPECIMEN[13:20] + SPECIMEN[21:43]) == 0
    for place in (9, 19, 27, 42, 43):
        others = set("0123456789<") - {SPECIMEN[place]}
        assert not any(check_mrz_line(SPECIMEN[:place] + other + SPECIMEN[place + 1 :]) for other in others)


def test_an_unused_optional_field_may_leave_its_check_digit_out() -> None:
    for filler in "<0":
        body = SPECIMEN[:28] + "<" * 14 + filler
        whole = check_digit(body[0:10] + body[13:20] + body[21:43])
        assert check_mrz_line(f"{body}{whole}")


def twice(kind: str, text: str) -> str:
    return parse(kind, parse(kind, text).value).value


@given(st.text(max_size=80))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.sampled_from([(kind, text) for kind in DIGITS for text in VECTORS[kind]["valid"]]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(UNSEEN)), max_size=12),
    st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
)
def test_a_number_is_itself_in_any_digits_and_among_marks(
    known: tuple[str, str], marks: list[tuple[int, str]], digits: str
) -> None:
    kind, text = known
    plain = parse(kind, text).value
    typed = list(plain.translate(str.maketrans("0123456789", digits)))
    for place, mark in marks:
        typed.insert(place, mark)
    assert parse(kind, "".join(typed)).value == plain == twice(kind, text)


@given(st.sampled_from(["national_id", "iqama"]), st.integers(0, 9), st.integers(1, 9), st.data())
def test_one_wrong_digit_is_always_found(kind: str, place: int, more: int, data: Any) -> None:
    number = data.draw(st.sampled_from([parse(kind, text).value for text in VECTORS[kind]["valid"]]))
    wrong = str((int(number[place]) + more) % 10)
    with pytest.raises(InvalidIdentifier):
        parse(kind, number[:place] + wrong + number[place + 1 :])


def test_what_stands_behind_the_longest_number_is_not_cut_away() -> None:
    with pytest.raises(InvalidIdentifier):
        parse("national_id", "1622297511" + " " * 60 + "9")


def test_a_setting_decides_how_border_numbers_begin() -> None:
    assert parse("border_number", "5062555267", Policy(border_first_digits="345")).value == "5062555267"
    with pytest.raises(InvalidIdentifier):
        parse("border_number", "5062555267")


def test_a_warning_does_not_excuse_a_wrong_form() -> None:
    for text in ("162229751", "2311297275", "abc", ""):
        with pytest.raises(InvalidIdentifier):
            parse("national_id", text, Policy(check_digit="warn"))


def test_kuwaits_results_of_ten_and_eleven_are_invalid_numbers() -> None:
    weights = (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for serial in range(10_000):
        body = f"2880201{serial:04d}"
        check = 11 - sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11
        if check >= 10:
            for last in "0123456789":
                with pytest.raises(InvalidIdentifier):
                    parse("kuwait_civil_id", body + last)
            return
    raise AssertionError("no such number was found")


def test_a_kuwaiti_number_with_an_impossible_date_says_so() -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        parse("kuwait_civil_id", "288133122596")
    assert refused.value.reason == "date"


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    for kind in kinds():
        with suppress(InvalidIdentifier):
            assert parse(kind, text).value.isascii()


@pytest.mark.parametrize("kind", kinds())
def test_a_hundred_thousand_characters_cost_nothing(kind: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidIdentifier):
        parse(kind, "1" * 100_000)
    assert time.perf_counter() - began < 0.05
