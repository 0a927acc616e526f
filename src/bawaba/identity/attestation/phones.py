"""R11: whom a phone serves, and whether one more person may have it."""

from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.queries import PhoneUse, live_accounts_of_phone
from bawaba.identity.attestation.rules import PhoneRule, may_use_phone, recycled_from
from bawaba.registers.ports import Person


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
