"""Who somebody is: name and numbers of accounts, of one or of many in one statement."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from bawaba.core.text import T
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import NoAccount
from bawaba.journal.vault import opener, with_keys


@dataclass(frozen=True)
class Face:
    """What others who may know of an account are shown, and what it is found by."""

    account: UUID
    person_key: str
    identifier: str
    population: str
    name: T
    state: str
    language: str


def face(account: UUID) -> Face:
    """One statement; NoAccount when there is none."""
    found = faces([account])
    if account not in found:
        raise NoAccount(account)
    return found[account]


def faces(accounts: Iterable[UUID]) -> Mapping[UUID, Face]:
    """One statement, none for nobody; whoever was erased is missing."""
    wanted = set(accounts)
    rows = with_keys(Account.objects.filter(uuid__in=wanted), "uuid") if wanted else ()
    return {row.uuid: _face(row) for row in rows if row.wrapped_key is not None}


def with_names(rows: QuerySet[Any], *subjects: str) -> QuerySet[Any]:
    """The same rows, with what ``name_in`` reads of the account that each of these columns names: no statement of its own."""
    for subject in subjects:
        names = Subquery(Account.objects.filter(uuid=OuterRef(subject)).values("names_sealed")[:1])
        rows = with_keys(rows.annotate(**{f"{subject}_names": names}), subject, f"{subject}_key")
    return rows


def name_in(row: Any, subject: str) -> T | None:
    """Of a row that came ``with_names``; None for nobody, and for whoever was erased."""
    names, key = getattr(row, f"{subject}_names"), getattr(row, f"{subject}_key")
    return _name(opener(getattr(row, subject), key), getattr(row, subject), names) if names and key else None


def _name(opened: Callable[[str, UUID, Any], str], account: UUID, sealed: Any) -> T:
    names = json.loads(opened("account.names", account, sealed))
    return T(names["ar"] or names["en"], en=names["en"] or names["ar"])


def _face(row: Any) -> Face:
    opened = opener(row.uuid, row.wrapped_key)
    return Face(
        account=row.uuid,
        person_key=opened("account.person", row.uuid, row.person_sealed),
        identifier=opened("account.identifier", row.uuid, row.identifier_sealed),
        population=row.population,
        name=_name(opened, row.uuid, row.names_sealed),
        state=row.state,
        language=row.language,
    )
