"""Pure decisions about phones and statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bawaba.core.text import T
from bawaba.identity.accounts.queries import PhoneUse
from bawaba.identity.populations.shape import NotReady
from bawaba.registers.ports import Person

RECYCLED_AFTER = timedelta(days=90)
HOUSEHOLD = 5

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


def may_use_phone(person: Person, uses: Sequence[PhoneUse], now: datetime) -> bool:
    """R11: free, or of the household (five at most), or its former holder has not been seen for 90 days."""
    kin = {relative.person_key for relative in person.household} | {person.person_key}
    strangers = [use for use in uses if use.person_key not in kin and now - use.used_at < RECYCLED_AFTER]
    family = [use for use in uses if use.person_key in kin and use.person_key != person.person_key]
    return not strangers and len(family) < HOUSEHOLD


def recycled_from(person: Person, uses: Sequence[PhoneUse]) -> list[PhoneUse]:
    """The accounts of strangers that lose a recycled number."""
    kin = {relative.person_key for relative in person.household} | {person.person_key}
    return [use for use in uses if use.person_key not in kin]
