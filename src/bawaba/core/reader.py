"""How one reader reads: language, digits, calendar, text size; everything shown goes through here."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from bawaba.core.calendars import MONTHS, to_hijri
from bawaba.core.clock import RIYADH
from bawaba.core.digits import arabic_digits_in_sentence, arabic_numbers
from bawaba.core.money import Money
from bawaba.core.text import Plural, T

GREGORIAN_MONTHS = (
    T("يناير", en="January"),
    T("فبراير", en="February"),
    T("مارس", en="March"),
    T("أبريل", en="April"),
    T("مايو", en="May"),
    T("يونيو", en="June"),
    T("يوليو", en="July"),
    T("أغسطس", en="August"),
    T("سبتمبر", en="September"),
    T("أكتوبر", en="October"),
    T("نوفمبر", en="November"),
    T("ديسمبر", en="December"),
)
RIYALS = Plural(
    zero="{n} ريال",
    one="{n} ريال",
    two="{n} ريال",
    few="{n} ريالات",
    many="{n} ريالًا",
    other="{n} ريال",
    en_one="SAR {n}",
    en_other="SAR {n}",
)


@dataclass(frozen=True)
class Reader:
    """One reader's choices. ``digits`` empty means: as usual in the language."""

    language: str = "ar"
    digits: str = ""
    calendar: str = "hijri"
    text_size: str = "normal"

    @property
    def direction(self) -> str:
        """Of the page."""
        return "ltr" if self.language == "en" else "rtl"

    def text(self, text: T) -> str:
        """In the reader's language and digits."""
        return self.in_sentence(text.in_(self.language))

    @property
    def shown_digits(self) -> str:
        """As chosen, or as usual in the language: arab or latn."""
        return self.digits or ("latn" if self.language == "en" else "arab")

    def in_digits(self, text: str) -> str:
        """The same text in the reader's digits."""
        return arabic_numbers(text) if self.shown_digits == "arab" else text

    def in_sentence(self, text: str) -> str:
        """What somebody wrote, in the reader's digits; a code or an address in it stays as it is."""
        return arabic_digits_in_sentence(text) if self.shown_digits == "arab" else text

    def number(self, n: int) -> str:
        """1,234 or ١٬٢٣٤; no decimal comma is ever shown."""
        plain = self.in_digits(f"{n:,}")
        return plain.replace(",", "٬") if plain[-1:] in "٠١٢٣٤٥٦٧٨٩" else plain

    def plural(self, text: Plural, n: int) -> str:
        """A counted text with its number."""
        return text.in_(self.language, n).replace("{n}", self.number(n))

    def money(self, amount: Money) -> str:
        """An amount with its currency, in words a screen reader can say."""
        return _money(self.language, self.shown_digits, amount.halalas, amount.currency)

    def gregorian(self, day: date) -> str:
        """22 August 2026."""
        month = GREGORIAN_MONTHS[day.month - 1].in_(self.language)
        return self.in_digits(f"{day.day} {month} {day.year}") + ("م" if self.language == "ar" else "")

    def hijri(self, day: date) -> str | None:
        """9 Rabi' I 1448 AH; None outside of the calendar's table."""
        found = to_hijri(day)
        if found is None:
            return None
        month = MONTHS[found.month - 1].in_(self.language)
        return self.in_digits(f"{found.day} {month} {found.year}") + ("هـ" if self.language == "ar" else " AH")

    def date(self, day: date) -> str:
        """Both calendars, the reader's own first; Gregorian only where the other ends."""
        return _both_calendars(self.language, self.shown_digits, self.calendar, day)

    def time(self, moment: datetime) -> str:
        """14:05 in Riyadh."""
        there = moment.astimezone(RIYADH)
        return _time(self.shown_digits, there.hour, there.minute)

    def moment(self, moment: datetime) -> str:
        """Day in both calendars, and the time in Riyadh."""
        there = moment.astimezone(RIYADH)
        at = " الساعة " if self.language == "ar" else " at "
        return self.date(there.date()) + at + _time(self.shown_digits, there.hour, there.minute)


# Cached by plain words and numbers: a page of twenty rows spent a tenth of its time writing the same few days and fines.
@lru_cache(maxsize=8192)
def _both_calendars(language: str, digits: str, calendar: str, day: date) -> str:
    reader = Reader(language, digits, calendar)
    hijri, gregorian = reader.hijri(day), reader.gregorian(day)
    if hijri is None:
        return gregorian
    first, second = (gregorian, hijri) if calendar == "gregorian" else (hijri, gregorian)
    return f"{first}، {second}" if language == "ar" else f"{first}, {second}"


@lru_cache(maxsize=2 * 24 * 60)
def _time(digits: str, hour: int, minute: int) -> str:
    return Reader(digits=digits).in_digits(f"{hour:02}:{minute:02}")


def in_riyals(amount: Money) -> T:
    """For a text that is kept in both languages, with 0-9."""
    ar, en = (Reader(language=language, digits="latn").money(amount) for language in ("ar", "en"))
    return T(ar, en=en)


@lru_cache(maxsize=8192)  # fines and fees are of a tariff
def _money(language: str, digits: str, halalas: int, currency: str) -> str:
    plain = Reader(language, digits).in_digits(Money(halalas, currency).plain())
    if plain[-1:] in "٠١٢٣٤٥٦٧٨٩":
        plain = plain.replace(",", "٬").replace(".", "٫")
    if currency != "SAR":
        return f"{plain} {currency}"
    whole, rest = divmod(abs(halalas), 100)
    counted = 100 if rest else whole  # a fraction takes the form of 100
    return RIYALS.in_(language, counted).replace("{n}", plain)
