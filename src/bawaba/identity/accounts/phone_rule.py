"""R11: whom a phone serves, and whether one more person may have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.queries import PhoneUse, live_accounts_of_phone
from bawaba.registers.ports import Person


@dataclass(frozen=True)
class PhoneRule:
    """How many accounts of one household a phone serves, and after how long unused it counts as recycled."""

    household: int
    recycled_after: timedelta


def may_use_phone(person: Person, uses: Sequence[PhoneUse], now: datetime, rule: PhoneRule) -> bool:
    """R11: free, or of the household (five at most), or its former holder has not been seen for 90 days."""
    kin = {relative.person_key for relative in person.household} | {person.person_key}
    strangers = [use for use in uses if use.person_key not in kin and now - use.used_at < rule.recycled_after]
    family = [use for use in uses if use.person_key in kin and use.person_key != person.person_key]
    return not strangers and len(family) < rule.household


def phone_is_free_for(person: Person, phone: str) -> bool:
    """Free, of the household, or recycled."""
    return free_and_losing(person, phone)[0]


def would_lose_phone(person: Person, phone: str) -> list[PhoneUse]:
    """The accounts of strangers that lose it when this person takes it."""
    return free_and_losing(person, phone)[1]


def free_and_losing(person: Person, phone: str) -> tuple[bool, list[PhoneUse]]:
    """Both by one look: whether it is free for this person, and who would lose it."""
    limits, uses = settings.LIMITS, live_accounts_of_phone(phone)
    rule = PhoneRule(limits.accounts_per_phone_in_household, limits.phone_recycled_after)
    return may_use_phone(person, uses, clock.now(), rule), recycled_from(person, uses)


def recycled_from(person: Person, uses: Sequence[PhoneUse]) -> list[PhoneUse]:
    """The accounts of strangers that lose a recycled number."""
    kin = {relative.person_key for relative in person.household} | {person.person_key}
    return [use for use in uses if use.person_key not in kin]
