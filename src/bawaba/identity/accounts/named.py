"""Whom a log-in names: nobody costs what somebody does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, DateTimeField, F, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account, User
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import Given, Prepared, built, columns_of
from bawaba.journal.vault import blind_index

KINDS = ("national_id", "iqama", "border_number")
OF_ACCOUNT = ("id", "uuid", "user_id", "state", "app_step", "forgotten_at")  # the moment last
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
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
    return Named(nobody, NO_PASSWORD, "", User)


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
    if user.account.forgotten_at == NEVER:
        user.account.forgotten_at = None
    return user


def _rows(found: F, **place: Coalesce) -> QuerySet[Any]:
    """What is asked first, with what they were found by; then all that a log-in needs of them."""
    first = {"handle": F("account__uuid"), "hashed": F("password"), "standing": F("account__state"), "found": found}
    # A moment takes long to read: here everybody has one.
    forgotten = Coalesce(F("account__forgotten_at"), Value(NEVER, DateTimeField()))
    rest = (*columns_of(User), *(f"account__{name}" for name in OF_ACCOUNT[:-1]), "forgotten")
    return User.objects.filter(**place).annotate(**first, forgotten=forgotten).values_list(*first, *rest)


def _of_number() -> QuerySet[Any]:
    live = Account.objects.filter(state__in=LIVE).order_by("identifier_index").values("pk")
    at = live.filter(identifier_index__gte=Given("key", BinaryField()))
    return _rows(F("account__identifier_index"), account__pk=_first(at, live))


def _of_name() -> QuerySet[Any]:
    users = User.objects.order_by("user_name").values("pk")
    return _rows(F("user_name"), pk=_first(users.filter(user_name__gte=Given("key", CharField())), users))


def _first(at: QuerySet[Any], all_of_them: QuerySet[Any]) -> Coalesce:
    """A row is read in any case: theirs, or whichever comes next in the same index, of which nothing is used.

    Who would stand after the last of ``n`` is given the first, by one seek more: of names that nobody has one in ``n``.
    """
    return Coalesce(Subquery(at[:1]), Subquery(all_of_them[:1]))


BY_NUMBER, BY_NAME = Prepared(_of_number), Prepared(_of_name)
NO_ACCOUNT = (None, "", "", None)  # where there is no account at all
