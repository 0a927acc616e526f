"""Umm al-Qura beside Gregorian, 1343-1500 AH: hijridate decides up to 1450, the table of ICU from 1451."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files

from hijridate import Gregorian, Hijri

from bawaba.core.text import Sentence, T

FIRST_YEAR, SEAM, LAST_YEAR = 1343, 1451, 1500
FIRST_DAY, LAST_DAY = date(1924, 8, 1), date(2077, 11, 16)
FRIDAY, SATURDAY = 4, 5

MONTHS = (
    T("محرم", en="Muharram"),
    T("صفر", en="Safar"),
    T("ربيع الأول", en="Rabi' I"),
    T("ربيع الآخر", en="Rabi' II"),
    T("جمادى الأولى", en="Jumada I"),
    T("جمادى الآخرة", en="Jumada II"),
    T("رجب", en="Rajab"),
    T("شعبان", en="Sha'ban"),
    T("رمضان", en="Ramadan"),
    T("شوال", en="Shawwal"),
    T("ذو القعدة", en="Dhu al-Qa'dah"),
    T("ذو الحجة", en="Dhu al-Hijjah"),
)


class InvalidDate(Sentence):
    """``reason``: month, day, range, form."""


@dataclass(frozen=True, order=True)
class HijriDate:
    """A day of the Umm al-Qura calendar."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """1448-03-09."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@lru_cache(4096)
def to_hijri(day: date) -> HijriDate | None:
    """The Hijri day, or None outside of 1343-1500 AH: then Gregorian only."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    if day < _years()[SEAM][0]:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
        return HijriDate(found.year, found.month, found.day)
    return _from_table(day)


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day; InvalidDate with a sentence that helps."""
    if not 1 <= month <= 12:
        raise InvalidDate(T("الشهر من 1 إلى 12.", en="The month is from 1 to 12."), "month")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidDate(T("السنة الهجرية من 1343 إلى 1500.", en="The Hijri year is from 1343 to 1500."), "range")
    length = month_length(year, month)
    if not 1 <= day <= length:
        name = MONTHS[month - 1]
        says = T(
            f"شهر {name.ar} سنة {year}هـ فيه {length} يومًا. راجع اليوم.",
            en=f"{name.en} {year} AH has {length} days. Please check the day.",
        )
        raise InvalidDate(says, "day")
    if year < SEAM:
        found = Hijri(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)
    start, lengths = _years()[year]
    return start + timedelta(days=sum(lengths[: month - 1]) + day - 1)


def from_gregorian(year: int, month: int, day: int) -> date:
    """A Gregorian day as typed; InvalidDate with a sentence that helps."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidDate(
            T("هذا اليوم غير موجود في التقويم. راجعه.", en="There is no such day. Please check it."), "day"
        ) from error


def month_length(year: int, month: int) -> int:
    """29 or 30; of eight months before 1365 the printed calendar has 28 or 31."""
    return Hijri(year, month, 1).month_length() if year < SEAM else _years()[year][1][month - 1]


def add_working_days(day: date, count: int) -> date:
    """So many working days later; the weekend is Friday and Saturday."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() not in (FRIDAY, SATURDAY)
    return day


@cache
def _years() -> dict[int, tuple[date, tuple[int, ...]]]:
    text = files("bawaba.core.calendar_data").joinpath("umalqura_1451_1500.txt").read_text()
    rows = (line.split() for line in text.splitlines())
    return {int(year): (date.fromisoformat(start), tuple(29 + int(bit) for bit in bits)) for year, start, bits in rows}


def _from_table(day: date) -> HijriDate:
    year = max(year for year, (start, _) in _years().items() if start <= day)
    start, lengths = _years()[year]
    left, month = (day - start).days, 0
    while left >= lengths[month]:
        left -= lengths[month]
        month += 1
    return HijriDate(year, month + 1, left + 1)
