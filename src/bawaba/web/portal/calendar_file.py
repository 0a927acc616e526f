"""The deadline of a registration as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta

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


def deadline_file(draft: Draft, reader: Reader, places_url: str) -> str:
    """One event that ends at the deadline, with a reminder a day before; it names nobody."""
    reference = draft.claims.reference
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bawaba//Registration//AR",
        "BEGIN:VEVENT",
        f"UID:{reference}@bawaba",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART:{draft.expires_at - timedelta(hours=1):%Y%m%dT%H%M%SZ}",
        f"DTEND:{draft.expires_at:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(reader.text(TITLE))}",
        f"DESCRIPTION:{_escaped(reader.text(ABOUT).format(reference=grouped(reference)))}",
        f"URL:{places_url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(reader.text(TITLE))}",
        f"TRIGGER:-P{ALARM.days}D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


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
