"""Both calendars, their ends, the seam of 1450/1451, and days that do not exist."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bawaba.core.calendars import (
    InvalidDate,
    add_working_days,
    from_gregorian,
    from_hijri,
    month_length,
    to_hijri,
)

HIJRI: dict[str, Any] = json.loads((Path(__file__).parent / "vectors/identifiers.json").read_text())["hijri"]
DAY = timedelta(days=1)
ODD = {(1343, 9), (1345, 5), (1345, 8), (1348, 11), (1348, 12), (1349, 10), (1349, 11), (1364, 8)}  # as printed


@pytest.mark.parametrize(("hijri", "gregorian"), HIJRI["pairs"])
def test_pairs_of_the_design(hijri: str, gregorian: str) -> None:
    assert from_hijri(*map(int, hijri.split("-"))).isoformat() == gregorian
    assert str(to_hijri(date.fromisoformat(gregorian))) == hijri


@pytest.mark.parametrize("hijri", HIJRI["invalid_hijri"])
def test_days_that_do_not_exist_are_refused(hijri: str) -> None:
    with pytest.raises(InvalidDate):
        from_hijri(*map(int, hijri.split("-")))


@given(st.dates(min_value=date(1924, 8, 1), max_value=date(2077, 11, 16)))
def test_every_day_goes_there_and_back(day: date) -> None:
    found = to_hijri(day)
    assert found is not None
    assert from_hijri(found.year, found.month, found.day) == day


def test_every_month_of_the_table_begins_where_the_one_before_ended() -> None:
    """1,896 months, the seam among them: no gap, no overlap; eight printed months were cut or lengthened, all before 1365."""
    expected = date(1924, 8, 1)
    for year in range(1343, 1501):
        for month in range(1, 13):
            assert from_hijri(year, month, 1) == expected, (year, month)
            assert month_length(year, month) in ((29, 30) if (year, month) not in ODD else (28, 31))
            expected += month_length(year, month) * DAY
    assert expected == date(2077, 11, 17)


def test_both_sides_of_the_seam_are_neighbours() -> None:
    first = from_hijri(1451, 1, 1)
    assert str(to_hijri(first - DAY)) == f"1450-12-{month_length(1450, 12)}"
    assert str(to_hijri(first)) == "1451-01-01"


def test_beyond_both_ends_there_is_no_hijri_day() -> None:
    assert to_hijri(date(1924, 7, 31)) is None
    assert to_hijri(date(2077, 11, 17)) is None
    for year in (1342, 1501, 0, -1, 10**6):
        with pytest.raises(InvalidDate) as refused:
            from_hijri(year, 1, 1)
        assert refused.value.reason == "range"


def test_day_thirty_of_a_month_of_twenty_nine_is_refused_with_the_months_name_and_length() -> None:
    assert month_length(1448, 1) == 29
    with pytest.raises(InvalidDate) as refused:
        from_hijri(1448, 1, 30)
    assert "محرم" in refused.value.text.ar
    assert "29" in refused.value.text.ar
    assert "Muharram 1448 AH has 29 days" in refused.value.text.en


def test_the_day_after_the_last_of_every_month_is_refused() -> None:
    for year in (1343, 1448, 1450, 1451, 1500):
        for month in range(1, 13):
            for day in (0, month_length(year, month) + 1):
                with pytest.raises(InvalidDate):
                    from_hijri(year, month, day)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2026, 2, 29), (2026, 13, 1), (2026, 4, 31), (0, 1, 1), (10**6, 1, 1)]
)
def test_gregorian_days_that_do_not_exist_get_a_sentence(year: int, month: int, day: int) -> None:
    with pytest.raises(InvalidDate):
        from_gregorian(year, month, day)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-25", 1, "2026-11-26"),  # Wednesday to Thursday
        ("2026-11-26", 1, "2026-11-29"),  # Thursday to Sunday
        ("2026-11-27", 1, "2026-11-29"),  # from a Friday
        ("2026-11-28", 1, "2026-11-29"),  # from a Saturday
        ("2026-11-29", 5, "2026-12-06"),  # a whole week
        ("2026-11-26", 0, "2026-11-26"),
    ],
)
def test_working_days_skip_friday_and_saturday(start: str, count: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), count).isoformat() == end


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1)), st.integers(1, 60))
def test_a_deadline_in_working_days_never_falls_on_the_weekend(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert end.weekday() not in (4, 5)
    between = [start + n * DAY for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() not in (4, 5) for day in between) == count
