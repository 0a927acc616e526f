"""Calendar files (RFC 5545): the deadline of a registration, an appointment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bawaba.core import clock
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.identity.enrolment.queries import Draft

ALARM = timedelta(days=1)
TITLE = T("آخر موعد لتفعيل حسابي", en="Last day to activate my account")
ABOUT = T(
    "احضر بنفسك ومعك جوالك إلى جهاز الخدمة الذاتية أو إلى بنكك. رقم الطلب: {reference}",
    en="Go yourself, with your phone, to a self-service kiosk or to your bank. Reference: {reference}",
)
LONGEST = 73


@dataclass(frozen=True)
class Entry:
    """One event of a calendar. ``turn`` grows with every change, so that a calendar replaces what it had."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str
    url: str
    alarm: timedelta
    place: str = ""
    geo: tuple[float, float] | None = None
    turn: int = 0
    cancelled: bool = False


def deadline_file(draft: Draft, reader: Reader, places_url: str) -> str:
    """One event that ends at the deadline, with a reminder a day before; it names nobody."""
    reference = draft.claims.reference
    entry = Entry(
        uid=reference,
        starts_at=draft.expires_at - timedelta(hours=1),
        ends_at=draft.expires_at,
        title=reader.text(TITLE),
        about=reader.text(ABOUT).format(reference=grouped(reference)),
        url=places_url,
        alarm=ALARM,
    )
    return calendar_file(entry, reader)


def calendar_file(entry: Entry, reader: Reader) -> str:
    """The file, in lines of the standard's length."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Bawaba//Portal//{reader.language.upper()}",
        f"METHOD:{'CANCEL' if entry.cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@bawaba",
        f"SEQUENCE:{entry.turn}",
        f"DTSTAMP:{in_utc(clock.now())}",
        f"DTSTART:{in_utc(entry.starts_at)}",
        f"DTEND:{in_utc(entry.ends_at)}",
        content_line("SUMMARY", entry.title),
        content_line("DESCRIPTION", entry.about),
        f"URL:{entry.url}",
        *_where(entry),
        *(["STATUS:CANCELLED"] if entry.cancelled else _alarm(entry)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return as_file(lines)


def _where(entry: Entry) -> list[str]:
    place = [content_line("LOCATION", entry.place)] if entry.place else []
    return [*place, f"GEO:{entry.geo[0]};{entry.geo[1]}"] if entry.geo else place


def _alarm(entry: Entry) -> list[str]:
    hours = int(entry.alarm.total_seconds()) // 3600
    before = f"P{hours // 24}D" if hours % 24 == 0 else f"PT{hours}H"
    alarm = ("ACTION:DISPLAY", content_line("DESCRIPTION", entry.title), f"TRIGGER:-{before}")
    return ["BEGIN:VALARM", *alarm, "END:VALARM"]


def in_utc(moment: datetime) -> str:
    """As RFC 5545 writes a moment, wherever its clock stood."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line; a letter is never cut."""
    rows, row = [], ""
    for letter in line:
        if len((row + letter).encode()) > LONGEST:
            rows.append(row)
            row = ""
        row += letter
    return "\r\n ".join([*rows, row])


def content_line(name: str, text: str) -> str:
    """A property whose value is a text; a line break or a control character of somebody else's cannot begin another."""
    return f"{name}:{_escaped(' '.join(text.split()))}"


def as_file(lines: Iterable[str]) -> str:
    """Folded, with the line ends that RFC 5545 asks for."""
    return "".join(_folded(line) + "\r\n" for line in lines)
