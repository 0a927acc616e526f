"""Whom a log-in names: nobody costs what somebody does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account, User
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import Given, Prepared, built, columns_of
from bawaba.journal.vault import blind_index

KINDS = ("national_id", "iqama", "border_number")
OF_ACCOUNT = ("id", "uuid", "user_id", "state", "app_step", "forgotten_at")
NO_PASSWORD = "!"  # as Django marks one that no password fits


@dataclass(frozen=True)
class Named:
    """Whom a log-in names, or nobody: then ``account`` is no account's, but always the same for the same name.

    ``user``: Django's, with the account. It is built only for whom the password was right: whose password was wrong
    takes as long as somebody whom nobody knows (A10).
    """

    account: UUID
    password: str
    state: str
    user: Callable[[], User]


def named(name: str) -> Named:
    """Who signs in under this number or user name: one statement and the same work, whoever it is, and whoever it is not."""
    number = _number_in(name)
    key = number or name.strip().casefold()
    nobody = UUID(bytes=keyring().code_hmac("account", "nothing", key)[:16])
    asked, given = (BY_NUMBER, blind_index("account.identifier", number)) if number else (BY_NAME, key)
    row = next(iter(asked.unread(key=given)), NO_ACCOUNT)
    account, hashed, state, found = asked.value(row, 0), *row[1:4]
    if found == given and state in LIVE:
        return Named(account, hashed, state, lambda: _built(asked.read(row)[4:]))
    return Named(nobody, NO_PASSWORD, "", lambda: User())


def _number_in(name: str) -> str | None:
    for kind in KINDS:
        try:
            return parse(kind, name).value
        except InvalidIdentifier:
            continue
    return None


def _built(row: tuple[Any, ...]) -> User:
    """As the manager would give it: the user with as much of the account as a log-in needs."""
    many = len(columns_of(User))
    user = built(User, row[:many])
    user.account = built(Account, row[many:], OF_ACCOUNT)
    return user


def _rows(found: F, **place: Coalesce) -> QuerySet[Any]:
    """What is asked first, with what they were found by; then all that a log-in needs of them."""
    first = {"handle": F("account__uuid"), "hashed": F("password"), "standing": F("account__state"), "found": found}
    rest = (*columns_of(User), *(f"account__{name}" for name in OF_ACCOUNT))
    return User.objects.filter(**place).annotate(**first).values_list(*first, *rest)


def _of_number() -> QuerySet[Any]:
    live = Account.objects.filter(state__in=LIVE).values("pk")
    theirs = live.filter(identifier_index=Given("key", BinaryField()))  # at most one
    return _rows(F("account__identifier_index"), account__pk=_either(theirs, live.order_by("identifier_index")))


def _of_name() -> QuerySet[Any]:
    all_of_them = User.objects.values("pk")
    theirs = all_of_them.filter(user_name=Given("key", CharField()))
    return _rows(F("user_name"), pk=_either(theirs, all_of_them.order_by("user_name")))


def _either(theirs: QuerySet[Any], anybody: QuerySet[Any]) -> Coalesce:
    """A row is read in any case: where they are not found, the first of the same index, of which nothing is used."""
    return Coalesce(Subquery(theirs), Subquery(anybody[:1]))


BY_NUMBER, BY_NAME = Prepared(_of_number), Prepared(_of_name)
NO_ACCOUNT = (None, "", "", None)  # where there is no account at all
