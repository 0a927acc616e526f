"""Words of the sub-room: an office, its hours, what is wanted, and why it cannot be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from bawaba.cases.concerns import Concerned
from bawaba.core.text import Sentence, T

Span = tuple[time, time]  # from, until; Riyadh


@dataclass(frozen=True)
class Office:
    """A place where people are received. ``hours``: weekday (Monday is 0) to spans; ``capacity``: seats of one slot."""

    slug: str
    agency: str
    region: str
    name: T
    address: T
    latitude: float
    longitude: float
    hours: Mapping[int, Sequence[Span]]
    minutes: int
    capacity: int
    services: tuple[str, ...] = ()
    closed: Mapping[date, T] = field(default_factory=dict)  # and why

    def spans(self, day: date) -> Sequence[Span]:
        """When it is open on that day; empty on a closed day."""
        return () if day in self.closed else self.hours.get(day.weekday(), ())


@dataclass(frozen=True)
class Opening:
    """Open until ``at``, or opens ``at``; None when no opening is in sight."""

    open: bool
    at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """Who wants which slot; ``person_key`` is the person concerned."""

    account: UUID
    person_key: str
    concerned: Concerned | None
    office: Office
    starts_at: datetime


class CannotBook(Sentence):
    """``reason``: slot (no such slot, or past), full, other (has another one), late, asleep."""


class NoAppointment(LookupError):
    """None of that name, or not this person's."""


NO_SLOT = T("هذا الموعد غير متاح. اختر موعدًا آخر.", en="This time is not on offer. Please choose another.")
FULL = T(
    "حجز غيرك آخر مقعد في هذا الموعد قبل لحظات. هذه أقرب المواعيد المتاحة.",
    en="Somebody took the last place of this time a moment ago. These are the next free times.",
)
OTHER = T(
    "لصاحب هذا الحجز موعد قادم لدى الجهة نفسها. غيّر وقته أو ألغه أولًا.",
    en="There is an appointment with this agency already. Move or cancel that one first.",
)
LATE = T("فات وقت تغيير هذا الموعد.", en="It is too late to change this appointment.")
ASLEEP = T(
    "حسابك لا يقبل الحجز الآن. راجع حاله في صفحة الإعدادات.",
    en="Your account cannot book now. Your settings page says why.",
)
