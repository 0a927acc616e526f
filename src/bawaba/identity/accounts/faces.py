"""Who somebody is: name and numbers of accounts, of one or of many in one statement."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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


def _face(row: Any) -> Face:
    opened = opener(row.uuid, row.wrapped_key)
    names = json.loads(opened("account.names", row.uuid, row.names_sealed))
    arabic, english = names["ar"] or names["en"], names["en"] or names["ar"]
    return Face(
        account=row.uuid,
        person_key=opened("account.person", row.uuid, row.person_sealed),
        identifier=opened("account.identifier", row.uuid, row.identifier_sealed),
        population=row.population,
        name=T(arabic, en=english),
        state=row.state,
        language=row.language,
    )
