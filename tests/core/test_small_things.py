"""References, keys, lifecycles, readers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.digits import normalise
from bawaba.core.keyring import CannotOpen, Keyring, open_sealed, seal
from bawaba.core.lifecycle import Lifecycle
from bawaba.core.money import Money
from bawaba.core.names import fold
from bawaba.core.reader import Reader
from bawaba.core.references import ALPHABET, InvalidReference, grouped, new_reference, parse_reference
from bawaba.core.text import Plural


def test_a_reference_is_read_with_or_without_hyphens_in_any_case() -> None:
    reference = new_reference()
    assert parse_reference(grouped(reference).lower()) == reference


@given(st.integers(0, 11), st.sampled_from(ALPHABET[:31]))
def test_one_wrong_character_of_a_reference_is_found(place: int, other: str) -> None:
    reference = new_reference()
    wrong = reference[:place] + other + reference[place + 1 :]
    if wrong != reference:
        with pytest.raises(InvalidReference):
            parse_reference(wrong)


@given(st.integers(0, 9))
def test_two_swapped_neighbours_are_found(place: int) -> None:
    reference = new_reference()
    wrong = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    if wrong != reference:
        with pytest.raises(InvalidReference):
            parse_reference(wrong)


def test_a_sealed_value_moved_to_another_place_does_not_open() -> None:
    key = b"k" * 32
    sealed = seal(key, "one", b"table.column|row", b"secret")
    assert open_sealed(key, "one", b"table.column|row", sealed) == b"secret"
    for kid, place in (("two", b"table.column|row"), ("one", b"table.column|other")):
        with pytest.raises(CannotOpen):
            open_sealed(key, kid, place, sealed)


def test_rotated_keys_still_open_what_the_old_ones_sealed() -> None:
    ring = Keyring.generate()
    wrapped, value = ring.wrap_key(b"d" * 32, b"label"), ring.seal_value("session", b"row", "text")
    old_index = ring.blind_index("phone", "+966")
    for purpose in ("kek", "value", "index"):
        ring.rotate(purpose)
    assert ring.unwrap_key(wrapped, b"label") == b"d" * 32
    assert ring.open_value("session", b"row", value) == "text"
    assert ring.blind_indexes("phone", "+966")[1] == old_index != ring.blind_index("phone", "+966")


def test_a_lifecycle_refuses_a_state_that_nothing_reaches() -> None:
    with pytest.raises(ValueError, match="leaves a state"):
        Lifecycle("x", ("a", (), "one", "system"), ("b", ("nowhere",), "two", "system"))


def test_six_arabic_plural_forms() -> None:
    forms = Plural("0", "1", "2", "few", "many", "other", "one", "some")
    assert [forms.in_("ar", n) for n in (0, 1, 2, 3, 11, 100)] == ["0", "1", "2", "few", "many", "other"]


def test_dates_show_both_calendars_and_beyond_the_table_gregorian_only() -> None:
    assert Reader("ar").date(date(2026, 12, 11)) == "٢ رجب ١٤٤٨هـ، ١١ ديسمبر ٢٠٢٦م"
    assert Reader("en", calendar="gregorian").date(date(2026, 12, 11)) == "11 December 2026, 2 Rajab 1448 AH"
    assert Reader("en").date(date(1900, 1, 1)) == "1 January 1900"


def test_money_never_has_a_decimal_comma() -> None:
    assert Reader("en").money(Money(123_450)) == "SAR 1,234.50"
    assert Reader("ar", digits="latn").money(Money(45_000)) == "450 ريالًا"
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]  # that is the point


def test_spellings_fold_together() -> None:
    assert fold("إقامة") == fold("اقامه")
    assert fold("  المخالفــات ") == fold("المخالفات")
    assert normalise("\u200f١٢٣-٤٥ ٦") == "123456"
