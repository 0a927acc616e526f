"""Opening hours in words: days that follow each other with the same hours are one line."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from itertools import groupby

from bawaba.core.clock import RIYADH
from bawaba.core.opening_hours import ALL_DAY, MIDNIGHT, Span
from bawaba.core.reader import Reader
from bawaba.core.text import T

WEEKDAYS = (
    T("الاثنين", en="Monday"),
    T("الثلاثاء", en="Tuesday"),
    T("الأربعاء", en="Wednesday"),
    T("الخميس", en="Thursday"),
    T("الجمعة", en="Friday"),
    T("السبت", en="Saturday"),
    T("الأحد", en="Sunday"),
)
FROM_SUNDAY = (6, 0, 1, 2, 3, 4, 5)
DAY_AND_NIGHT = T("على مدار الساعة", en="day and night")
UNTIL = T("{first} إلى {last}", en="{first} to {last}")


def hours_of(week: Mapping[int, Sequence[Span]], reader: Reader) -> list[tuple[str, list[str]]]:
    """(days, spans) from Sunday on; closed days are left out."""
    runs = groupby(FROM_SUNDAY, key=lambda day: tuple(week.get(day, ())))
    return [(_named(list(days), reader), [_said(span, reader) for span in spans]) for spans, days in runs if spans]


def weekday(moment: datetime, reader: Reader) -> str:
    """Of a moment, in Riyadh."""
    return reader.text(WEEKDAYS[moment.astimezone(RIYADH).weekday()])


def _named(days: list[int], reader: Reader) -> str:
    first, last = reader.text(WEEKDAYS[days[0]]), reader.text(WEEKDAYS[days[-1]])
    return first if len(days) == 1 else reader.text(UNTIL).format(first=first, last=last)


def _said(span: Span, reader: Reader) -> str:
    return reader.text(DAY_AND_NIGHT) if span == ALL_DAY else f"{_at(span[0], reader)}–{_at(span[1], reader)}"


def _at(moment: time, reader: Reader) -> str:
    return reader.in_digits("24:00" if moment == MIDNIGHT else f"{moment:%H:%M}")
