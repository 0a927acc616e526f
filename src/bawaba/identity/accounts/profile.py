"""What the portal itself holds of an account, as its person sees it: one statement, however many addresses."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bawaba.identity.accounts.models import Account, TermsAcceptance
from bawaba.identity.accounts.queries import NoAccount
from bawaba.journal.vault import opener, with_keys


@dataclass(frozen=True)
class BoundAddress:
    """A phone or an e-mail address that serves the account now."""

    kind: str
    text: str
    bound_at: datetime
    confirmed: bool


@dataclass(frozen=True)
class Profile:
    """The account without its secrets."""

    user_name: str
    identifier_kind: str
    identifier: str
    population: str
    state: str
    assurance: int
    names_ar: str
    names_en: str
    language: str
    activated_at: datetime
    addresses: tuple[BoundAddress, ...]


@dataclass(frozen=True)
class Accepted:
    """A version of the terms, and when the person accepted it."""

    version: str
    at: datetime


COLUMNS = (
    "user__user_name",
    "identifier_kind",
    "identifier_sealed",
    "population",
    "state",
    "assurance",
    "names_sealed",
    "language",
    "activated_at",
    "wrapped_key",
)
OF_ADDRESS = ("uuid", "kind", "sealed", "bound_at", "confirmed_at", "revoked_at")


def profile(account: UUID) -> Profile:
    """NoAccount when there is none."""
    rows = with_keys(Account.objects.filter(uuid=account), "uuid").order_by("addresses__pk")
    found = list(rows.values_list(*COLUMNS, *(f"addresses__{name}" for name in OF_ADDRESS)))
    if not found:
        raise NoAccount(account)
    name, kind, number, population, state, assurance, names, language, since, key = found[0][: len(COLUMNS)]
    opened = opener(account, key)
    called = json.loads(opened("account.names", account, names))
    return Profile(
        user_name=name,
        identifier_kind=kind,
        identifier=opened("account.identifier", account, number),
        population=population,
        state=state,
        assurance=assurance,
        names_ar=called["ar"],
        names_en=called["en"],
        language=language,
        activated_at=since,
        addresses=tuple(_addresses((row[len(COLUMNS) :] for row in found), opened)),
    )


def accepted_terms(account: UUID) -> list[Accepted]:
    """Newest first; one statement."""
    rows = TermsAcceptance.objects.filter(account__uuid=account).order_by("-accepted_at")
    return [Accepted(*row) for row in rows.values_list("version", "accepted_at")]


def _addresses(rows: Iterable[tuple[Any, ...]], opened: Callable[..., str]) -> Iterable[BoundAddress]:
    for handle, kind, sealed, bound_at, confirmed_at, revoked_at in rows:
        if handle is not None and revoked_at is None:
            yield BoundAddress(kind, opened("address.sealed", handle, sealed), bound_at, confirmed_at is not None)
