"""How things are shown: both languages, both digit sets, both calendars, counted texts, money."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.money import Money, sar
from bawaba.core.reader import Reader, in_riyals
from bawaba.core.text import Plural, T

DAYS = Plural("لا أيام", "يوم واحد", "يومان", "{n} أيام", "{n} يومًا", "{n} يوم", "{n} day", "{n} days")
ARABIC, ENGLISH = Reader("ar"), Reader("en")
LATIN_IN_ARABIC, ARABIC_IN_ENGLISH = Reader("ar", digits="latn"), Reader("en", digits="arab")


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "لا أيام"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "٣ أيام"),
        (10, "١٠ أيام"),
        (11, "١١ يومًا"),
        (99, "٩٩ يومًا"),
        (100, "١٠٠ يوم"),
        (102, "١٠٢ يوم"),
        (103, "١٠٣ أيام"),
        (1_000, "١٬٠٠٠ يوم"),
    ],
)
def test_six_arabic_plural_forms(n: int, said: str) -> None:
    assert ARABIC.plural(DAYS, n) == said


@pytest.mark.parametrize(("n", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1_234, "1,234 days")])
def test_two_english_forms(n: int, said: str) -> None:
    assert ENGLISH.plural(DAYS, n) == said


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (ARABIC, "٢ رجب ١٤٤٨هـ، ١١ ديسمبر ٢٠٢٦م"),
        (LATIN_IN_ARABIC, "2 رجب 1448هـ، 11 ديسمبر 2026م"),
        (Reader("ar", calendar="gregorian"), "١١ ديسمبر ٢٠٢٦م، ٢ رجب ١٤٤٨هـ"),
        (ENGLISH, "2 Rajab 1448 AH, 11 December 2026"),
        (ARABIC_IN_ENGLISH, "٢ Rajab ١٤٤٨ AH, ١١ December ٢٠٢٦"),
        (Reader("en", calendar="gregorian"), "11 December 2026, 2 Rajab 1448 AH"),
    ],
)
def test_a_date_stands_in_both_calendars_the_readers_own_first(reader: Reader, said: str) -> None:
    assert reader.date(date(2026, 12, 11)) == said


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1924, 7, 31), date(2077, 11, 17)])
def test_outside_of_the_table_gregorian_only(day: date) -> None:
    assert "AH" not in ENGLISH.date(day)
    assert "هـ" not in ARABIC.date(day)


def test_moments_are_shown_in_riyadh() -> None:
    late = datetime(2026, 12, 10, 22, 30, tzinfo=UTC)
    assert ENGLISH.moment(late) == "2 Rajab 1448 AH, 11 December 2026 at 01:30"
    assert ARABIC.moment(late).endswith("الساعة ٠١:٣٠")


@pytest.mark.parametrize(
    ("reader", "halalas", "said"),
    [
        (ENGLISH, 123_450, "SAR 1,234.50"),
        (ENGLISH, 123_400, "SAR 1,234"),
        (ARABIC, 123_450, "١٬٢٣٤٫٥٠ ريال"),
        (ARABIC, 30_000, "٣٠٠ ريال"),
        (ARABIC, 300, "٣ ريالات"),
        (ARABIC, 350, "٣٫٥٠ ريال"),
        (LATIN_IN_ARABIC, 45_000, "450 ريالًا"),
        (LATIN_IN_ARABIC, 1_500, "15 ريالًا"),
        (ARABIC_IN_ENGLISH, 123_450, "SAR ١٬٢٣٤٫٥٠"),
        (ENGLISH, 5, "SAR 0.05"),
    ],
)
def test_money_never_has_a_decimal_comma(reader: Reader, halalas: int, said: str) -> None:
    assert reader.money(Money(halalas)) == said


def test_another_currency_keeps_its_code() -> None:
    assert ENGLISH.money(Money(100, "KWD")) == "1 KWD"


@pytest.mark.parametrize("wrong", [1.5, 1.0, True, "100", None])
def test_money_is_whole_halalas_and_nothing_else(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]  # that is the point


def test_two_currencies_do_not_add_up() -> None:
    assert sar(2) + Money(50) == Money(250)
    with pytest.raises(ValueError, match="two currencies"):
        sar(2) + Money(1, "KWD")


@given(st.integers(-(10**12), 10**12))
def test_a_plain_amount_reads_back_as_the_same_halalas(halalas: int) -> None:
    whole, _, rest = Money(halalas).plain().lstrip("-").replace(",", "").partition(".")
    assert (int(whole) * 100 + int(rest or 0)) * (-1 if halalas < 0 else 1) == halalas


def test_the_direction_follows_the_language() -> None:
    assert (ARABIC.direction, ENGLISH.direction) == ("rtl", "ltr")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("16 رجب 1448هـ، 25 ديسمبر 2026م الساعة 22:56", "١٦ رجب ١٤٤٨هـ، ٢٥ ديسمبر ٢٠٢٦م الساعة ٢٢:٥٦"),
        ("من 500 إلى 1,000,000 ريال، أو 45000.50", "من ٥٠٠ إلى ١٬٠٠٠٬٠٠٠ ريال، أو ٤٥٠٠٠٫٥٠"),
        ("طلبك 2EKP-9SCT-WBVK، رقم 1740511488", "طلبك 2EKP-9SCT-WBVK، رقم 1740511488"),
        (
            "لست أنت؟ http://localhost/not-you/Mx4 أو a1@b.example",
            "لست أنت؟ http://localhost/not-you/Mx4 أو a1@b.example",
        ),
        ("جوال +966500000101 خلال 7 أيام.", "جوال +966500000101 خلال ٧ أيام."),
        ("نعم، 1, 2 و3", "نعم، ١, ٢ و٣"),
    ],
)
def test_a_sentence_is_in_the_readers_digits_and_what_is_printed_on_a_card_is_not(text: str, said: str) -> None:
    assert ARABIC.in_sentence(text) == said
    assert LATIN_IN_ARABIC.in_sentence(text) == text


def test_a_thousand_is_marked_as_its_digits_are() -> None:
    assert ARABIC.in_digits("من 500 إلى 1,000,000 ريال") == "من ٥٠٠ إلى ١٬٠٠٠٬٠٠٠ ريال"


@pytest.mark.parametrize(
    ("halalas", "ar", "en"),
    [(15000, "150 ريالًا", "SAR 150"), (10000, "100 ريال", "SAR 100"), (300, "3 ريالات", "SAR 3")],
)
def test_an_amount_that_is_kept_counts_its_riyals(halalas: int, ar: str, en: str) -> None:
    assert in_riyals(Money(halalas)) == T(ar, en=en)
