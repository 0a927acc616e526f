"""The only readers of accounts for others."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, QuerySet, UUIDField, Value
from django.db.models.functions import Coalesce, NullIf

from bawaba.core import clock
from bawaba.identity.accounts.holder_rows import rows_of_holder
from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account, Address, Repudiation, User
from bawaba.journal.prepared import Given, Prepared
from bawaba.journal.vault import blind_index, opener, with_keys
from bawaba.messaging.ports import Recipient


class NoAccount(LookupError):
    """No live account of that name."""


@dataclass(frozen=True)
class Holder:
    """The person behind an account, as the account carries it."""

    account: UUID
    user_id: int
    user_name: str
    person_key: str
    identifier_kind: str
    identifier: str
    population: str
    state: str
    assurance: int
    names_ar: str
    names_en: str
    language: str
    digits: str
    calendar: str
    text_size: str
    phone: str
    email: str | None
    activated_at: datetime
    cooled_until: datetime | None
    frozen_until_attended: bool
    phone_lost: bool
    has_app: bool
    recovery_codes: int
    message_language: str = ""  # empty: as the pages
    second_email: str | None = None

    def recipient(self) -> Recipient:
        """Where messages to this person go."""
        language, phone = self.message_language or self.language, self.phone or None
        return Recipient(self.account, language, phone, self.email, self.second_email)


def holder(account: UUID) -> Holder:
    """Everything a page may need of one account; NoAccount when there is none."""
    found = rows_of_holder(account)
    if found is None:
        raise NoAccount(account)
    return _holder(*found)


@dataclass(frozen=True)
class Applicant:
    """Who applies, as their account stands just now; what a condition of an e-service may ask of it."""

    population: str
    state: str
    assurance: int
    cooled_until: datetime | None
    frozen_until_attended: bool
    account: UUID | None = None


def applicant(account: UUID) -> Applicant:
    """One statement, never from the session: a suspension or a new phone counts at once. NoAccount."""
    columns = ("population", "state", "assurance", "cooled_until", "frozen_until_attended")
    row = Account.objects.filter(uuid=account).values_list(*columns).first()
    if row is None:
        raise NoAccount(account)
    return Applicant(*row, account=account)


def phone_of(account: UUID) -> Recipient | None:
    """Where an account's text messages go, in its language; None without a phone. One statement, for the log-in."""
    rows = PHONE.rows(account=account)
    if not rows:
        return None
    handle, sealed, language, wrapped_key = rows[-1]
    phone = opener(account, wrapped_key)("address.sealed", handle, sealed)
    return Recipient(subject=account, language=language, phone=phone)


def _phone() -> QuerySet[Any]:
    given = Given("account", UUIDField())
    rows = Address.objects.filter(account__uuid=given, kind="phone", revoked_at__isnull=True)
    told_in = Coalesce(NullIf("account__message_language", Value("")), "account__language")
    keyed = with_keys(rows, "account__uuid").annotate(told_in=told_in).order_by("pk")
    return keyed.values_list("uuid", "sealed", "told_in", "wrapped_key")


PHONE = Prepared(_phone)


def may_apply(who: Holder) -> bool:
    """Asleep means: log in, read, pay, download, object, close, and not apply."""
    return who.state == "active"


def states_of(accounts: Collection[UUID]) -> Mapping[UUID, str]:
    """How each of them stands now."""
    return dict(Account.objects.filter(uuid__in=accounts).values_list("uuid", "state"))


def live_account_of_person(person_key: str) -> UUID | None:
    """The live account of a person, by the register's opaque key."""
    rows = OF_PERSON.rows(index=blind_index("account.person", person_key))
    return rows[0][0] if rows else None


def live_account_of_number(number: str) -> UUID | None:
    """The live account of an identifier."""
    rows = OF_NUMBER.rows(index=blind_index("account.identifier", number))
    return rows[0][0] if rows else None


def _live(**found_by: Given) -> QuerySet[Any]:
    return Account.objects.filter(**found_by, state__in=LIVE).values_list("uuid")  # at most one: nothing is sorted


OF_PERSON = Prepared(lambda: _live(person_index=Given("index", BinaryField())))
OF_NUMBER = Prepared(lambda: _live(identifier_index=Given("index", BinaryField())))


def user_behind(account: UUID) -> User:
    """Django's user of an account, with the account; NoAccount when there is none."""
    found = User.objects.filter(account__uuid=account).first()
    if found is None:
        raise NoAccount(account)
    return found


def account_of_name(user_name: str) -> UUID | None:
    """The live account that signs in under this user name."""
    rows = Account.objects.filter(user__user_name=user_name.casefold(), state__in=LIVE)
    return rows.values_list("uuid", flat=True).first()


@dataclass(frozen=True)
class PhoneUse:
    """Another live account that a phone serves."""

    account: UUID
    person_key: str
    used_at: datetime


def live_accounts_of_phone(phone: str) -> list[PhoneUse]:
    """R11: the live accounts that this phone serves."""
    return [
        PhoneUse(account, opener(account, key)("account.person", account, sealed), used_at)
        for account, sealed, used_at, key in USES.rows(index=blind_index("account.phone", phone))
    ]


def _uses() -> QuerySet[Any]:
    bound = Address.objects.filter(index=Given("index", BinaryField()), kind="phone", revoked_at__isnull=True)
    rows = with_keys(bound.filter(account__state__in=LIVE, account__phone_lost=False), "account__uuid")
    return rows.values_list("account__uuid", "account__person_sealed", "account__used_at", "wrapped_key")


USES = Prepared(_uses)


@dataclass(frozen=True)
class Pressed:
    """A "not you?" link that was used: what it did, and what it flagged."""

    power: str
    about: Mapping[str, str]
    at: datetime


def pressed_links(account: UUID) -> list[Pressed]:
    """Newest first; a link that a later proof of presence ended was used by nobody."""
    rows = Repudiation.objects.filter(account=account, pressed=True).order_by("-used_at")
    return [Pressed(row.power, row.about, row.used_at) for row in rows[:20] if row.used_at is not None]


def is_cooled_down(who: Holder) -> bool:
    """Whether sensitive services are open again after a rebind."""
    return who.cooled_until is None or who.cooled_until <= clock.now()


def _holder(row: Account, wrapped_key: bytes | None, addresses: list[Address]) -> Holder:
    unsealed = opener(row.uuid, wrapped_key)
    names = json.loads(unsealed("account.names", row.uuid, row.names_sealed))
    bound = {one.kind: one for one in addresses}

    def text(kind: str) -> str | None:
        one = bound.get(kind)
        return unsealed("address.sealed", one.uuid, one.sealed) if one and one.confirmed_at else None

    return Holder(
        account=row.uuid,
        user_id=row.user_id,
        user_name=row.user.user_name,
        person_key=unsealed("account.person", row.uuid, row.person_sealed),
        identifier_kind=row.identifier_kind,
        identifier=unsealed("account.identifier", row.uuid, row.identifier_sealed),
        population=row.population,
        state=row.state,
        assurance=row.assurance,
        names_ar=names["ar"],
        names_en=names["en"],
        language=row.language,
        digits=row.digits,
        calendar=row.calendar,
        text_size=row.text_size,
        phone=text("phone") or "",
        email=text("email"),
        activated_at=row.activated_at,
        cooled_until=row.cooled_until,
        frozen_until_attended=row.frozen_until_attended,
        phone_lost=row.phone_lost,
        has_app=row.app_step is not None,
        recovery_codes=row.recovery_codes,
        message_language=row.message_language,
        second_email=text("other"),
    )
