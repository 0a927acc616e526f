"""Mobiles as people type them."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.phones import InvalidPhone, as_dialled, last_three, parse_mobile

MOBILE: dict[str, Any] = json.loads((Path(__file__).parent / "vectors/identifiers.json").read_text())["mobile"]


@pytest.mark.parametrize(("typed", "stored"), MOBILE["valid"].items())
def test_mobiles_become_e164(typed: str, stored: str) -> None:
    assert parse_mobile(typed) == stored


@pytest.mark.parametrize("typed", MOBILE["invalid"])
def test_others_are_refused(typed: str) -> None:
    with pytest.raises(InvalidPhone):
        parse_mobile(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0112345678", "landline"),
        ("+1 202 555 0143", "country"),
        ("+20 100 123 4567", "country"),
        ("05CALLNOW1", "form"),
        ("0501234567 ext 5", "form"),
        ("0501234567;ext=9", "form"),
        ("", "form"),
        ("+", "form"),
        ("0501234567" + " " * 40 + "9", "form"),
    ],
)
def test_the_sentence_fits_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(InvalidPhone) as refused:
        parse_mobile(typed)
    assert refused.value.reason == reason
    assert refused.value.text.ar != refused.value.text.en


@pytest.mark.parametrize(
    "typed", ["\u200f٠٥٠ ١٢٣ ٤٥٦٧", "(050) 123-4567", "+966.50.123.4567", "۰۵۰۱۲۳۴۵۶۷", "966501234567"]
)
def test_marks_brackets_and_other_digits_do_not_matter(typed: str) -> None:
    assert parse_mobile(typed) == "+966501234567"


def test_a_setting_decides_which_countries() -> None:
    assert parse_mobile("+20 100 123 4567", frozenset({"EG"})) == "+201001234567"
    with pytest.raises(InvalidPhone):
        parse_mobile("0501234567", frozenset({"EG"}))


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_what_it_gives_is_its_own_form(text: str) -> None:
    with suppress(InvalidPhone):
        stored = parse_mobile(text)
        assert parse_mobile(stored) == stored


def test_only_the_end_of_a_phone_is_shown() -> None:
    assert last_three("+966501234511") == "…511"
    assert as_dialled("+966501234567") == "+966 50 123 4567"
