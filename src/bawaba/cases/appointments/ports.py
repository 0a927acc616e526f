"""Words of the sub-room: an office, its hours, what is wanted, and why it cannot be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from bawaba.cases.concerns import Concerned
from bawaba.core.opening_hours import Span
from bawaba.core.text import Sentence, T


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
class Wanted:
    """Who wants which slot; ``person_key`` is the person concerned."""

    account: UUID
    person_key: str
    concerned: Concerned | None
    office: Office
    starts_at: datetime


class CannotBook(Sentence):
    """``reason``: slot (no such slot, or past), full, other (has another one), late, often, asleep, unrelated."""


class NoAppointment(LookupError):
    """None of that name, or not this person's."""


NO_SLOT = T("هذا الموعد غير متاح. اختر موعدًا آخر.", en="This time is not on offer. Please choose another.")
FULL = T(
    "حجز غيرك آخر مقعد في هذا الموعد قبل لحظات. هذه أقرب المواعيد المتاحة.",
    en="Somebody took the last place of this time a moment ago. These are the next free times.",
)
OTHER = T(
    "لصاحب الموعد موعد قادم لدى الجهة نفسها، حجزه هو أو أحد من أسرته. غيّر وقته أو ألغه، أو اطلب ذلك ممن حجزه.",
    en="There is an appointment with this agency already, booked by them or by one of their family. Move or cancel that one first, or ask whoever booked it.",
)
LATE = T("فات وقت تغيير هذا الموعد.", en="It is too late to change this appointment.")
OFTEN = T(
    "غُيّر هذا الحجز أو أُلغي مرات كثيرة. أعد المحاولة غدًا.",
    en="This was changed or cancelled very often. Please try again tomorrow.",
)
UNRELATED = T(
    "لم نستطع التحقق الآن من أن لك أن تحجز باسمه. أعد المحاولة بعد قليل.",
    en="We cannot verify now that you may book for them. Please try again in a while.",
)
ASLEEP = T(
    "حسابك لا يقبل الحجز الآن. راجع حاله في صفحة الإعدادات.",
    en="Your account cannot book now. Your settings page says why.",
)
