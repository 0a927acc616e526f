"""R11: whom a phone serves, and whether one more person may have it."""

from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.queries import PhoneUse, live_accounts_of_phone
from bawaba.identity.attestation.rules import PhoneRule, may_use_phone, recycled_from
from bawaba.registers.ports import Person


def phone_is_free_for(person: Person, phone: str) -> bool:
    """Free, of the household, or recycled."""
    limits = settings.LIMITS
    rule = PhoneRule(limits.accounts_per_phone_in_household, limits.phone_recycled_after)
    return may_use_phone(person, live_accounts_of_phone(phone), clock.now(), rule)


def would_lose_phone(person: Person, phone: str) -> list[PhoneUse]:
    """The accounts of strangers that lose it when this person takes it."""
    return recycled_from(person, live_accounts_of_phone(phone))
