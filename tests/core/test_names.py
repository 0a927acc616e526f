"""Names fold to one form for search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.names import alike, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آمال", "امال"),
        ("ٱلله", "الله"),
        ("فاطمة", "فاطمه"),
        ("ليلى", "ليلي"),
        ("رؤى", "رءي"),
        ("رائد", "راءد"),
        ("مـحـمـد", "محمد"),
        ("مُحَمَّدٌ", "محمد"),
        ("رحمٰن", "رحمن"),
        ("  عبد   الله ", "عبد الله"),
        ("José", "jose"),
        ("AL-HARBI", "al harbi"),
        ("ﻟﻴﻠﻰ", "ليلي"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other) == other


@pytest.mark.parametrize(("one", "other"), [("سالم", "سليم"), ("هدى", "هند"), ("علي", "عالي")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet="أإآٱةىؤئابتثج \u0640\u064b\u0651aéÖ-", max_size=30))
def test_folding_twice_is_folding_once_however_the_letters_are_composed(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_alike_forgives_order_article_and_spelling_and_not_another_name() -> None:
    assert alike("الحربي أحمد", "احمد حربي")
    assert alike("Al-Harbi Layla", "LAYLA HARBI")
    assert not alike("سامي الغامدي", "ليلى الحربي")
    assert not alike("", "ليلى")
