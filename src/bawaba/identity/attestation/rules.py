"""Pure decisions about phones and statements."""

from dataclasses import dataclass

from bawaba.core.names import alike
from bawaba.core.text import T
from bawaba.identity.populations.shape import NotReady
from bawaba.registers.ports import Person

DIFFERENT = NotReady(
    "facts_differ",
    T(
        "بيانات البنك لا تطابق السجل. راجع بنكك.",
        en="The bank's details differ from the register. Please ask your bank.",
    ),
)
OTHER_PHONE = NotReady(
    "phone_in_use",
    T("جوالك لدى البنك مرتبط بحساب آخر.", en="The phone your bank knows serves another account."),
)


def names_differ(said: str, person: Person) -> bool:
    """R12: a bank's spelling shares no words with the register's in either script; raises a review and decides nothing."""
    return bool(said) and not any(alike(said, name.full) for name in (person.names.en, person.names.ar))


@dataclass(frozen=True)
class Report:
    """What a kiosk says of itself; ``skew_seconds``: how far its clock is from ours."""

    software: str
    skew_seconds: int
    tampered: bool
    reader: str = ""
    case_switch: bool | None = None


SIMULATED = "simulated"


def forgotten_by(reader: str, case_switch: bool | None) -> list[str]:
    """Settings that a real kiosk has and this one does not: it activates on, and its operators are told.

    ``reader``: no finger is read by a device. ``case_switch``: nobody would learn that its case was opened.
    """
    found = ["reader"] if reader == SIMULATED else []
    return [*found, "case_switch"] if case_switch is False else found


def wrong_with(report: Report, minimum: str, skew: int) -> list[str]:
    """Reasons for quarantine: tampered, software (older than ``minimum``, or no version at all), clock."""
    found = ["tampered"] if report.tampered else []
    if minimum and version_of(report.software) < version_of(minimum):
        found.append("software")
    if abs(report.skew_seconds) > skew:
        found.append("clock")
    return found


def version_of(text: str) -> tuple[int, ...]:
    """``1.10.2`` is newer than ``1.9``; what is no version is older than any."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdecimal() for part in parts) else ()
