"""References that people read aloud: every single slip and every swap of neighbours is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.references import ALPHABET, InvalidReference, grouped, new_reference, parse_reference

USED = ALPHABET[:31]


def is_reference(text: str) -> bool:
    try:
        return parse_reference(text) == text
    except InvalidReference:
        return False


def test_a_reference_is_read_with_or_without_hyphens_in_any_case_and_in_other_digits() -> None:
    for _ in range(50):
        reference = new_reference()
        assert len(reference) == 12
        for typed in (grouped(reference), grouped(reference).lower(), f"\u200f {reference} "):
            assert parse_reference(typed) == reference
        assert parse_reference(reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == reference


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    reference = next(one for one in iter(new_reference, "") if "0" in one and "1" in one)
    assert parse_reference(reference.replace("0", "O").replace("1", "l")) == reference


def test_every_wrong_character_at_every_place_is_found() -> None:
    for _ in range(5):
        reference = new_reference()
        for place in range(12):
            for other in USED.replace(reference[place], ""):
                assert not is_reference(reference[:place] + other + reference[place + 1 :])


def test_every_swap_of_two_neighbours_is_found_whatever_they_are() -> None:
    """The check is linear: that two different neighbours anywhere change the sum is shown pair by pair."""
    reference = new_reference()
    for place in range(11):
        for one in USED:
            for other in USED.replace(one, ""):
                body = reference[:place] + one + other + reference[place + 2 :]
                right = next((body[:11] + c for c in USED if is_reference(body[:11] + c)), "")
                if place < 10 or right == body:
                    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
                    assert not is_reference(swapped)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    is_reference(text)


@pytest.mark.parametrize("text", ["", "7K2M-9QXC", "U" * 12, "Z" * 12, "0" * 13, "7K2M_9QXC_4T1D"])
def test_other_texts_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidReference) as refused:
        parse_reference(text)
    assert "7K2M-9QXC-4T1D" in refused.value.text.ar
