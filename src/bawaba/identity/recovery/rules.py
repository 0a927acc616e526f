"""Pure decisions: which ways are different methods, which come first, and what is enough."""

from collections.abc import Set as AbstractSet
from datetime import timedelta

SHEET, RELATIVE, BANK, APP, PHONE = "sheet", "relative", "bank", "app", "phone"
LOST_PHONE, PASSWORD = "phone", "password"
WANTS = (LOST_PHONE, PASSWORD)
FIRST = {SHEET, RELATIVE}  # nobody guesses them, and asking for them sends nothing to anybody
OF_LOST_PHONE = {SHEET, RELATIVE, BANK, APP}
CONTESTED = timedelta(days=30)  # so long after a link has stopped one, no link stops another
RELATIVES = 2  # that one may name


def is_begun(ways: AbstractSet[str]) -> bool:
    """Whether something stands that cannot be guessed: only then a code is sent or six digits are compared."""
    return bool(ways & FIRST)


def is_enough(wants: str, ways: AbstractSet[str], *, phone_proven: bool) -> bool:
    """Two methods of different kinds. A lost phone also needs the new one in the hand; an e-mail is never one (ASVS 6.3.6)."""
    if wants == LOST_PHONE:
        return phone_proven and len(ways & OF_LOST_PHONE) >= 2
    return PHONE in ways and is_begun(ways)


def open_ways(wants: str, ways: AbstractSet[str]) -> tuple[str, ...]:
    """What may still be shown now, in the order of the page."""
    order = (SHEET, RELATIVE, PHONE) if wants == PASSWORD else (SHEET, RELATIVE, APP, BANK)
    later = {PHONE, APP, BANK}
    return tuple(way for way in order if way not in ways and (way not in later or is_begun(ways)))
