"""The rows behind a holder: the account with its user and key, and its addresses, by two statements put together once."""

from typing import Any
from uuid import UUID

from django.db.models import IntegerField, QuerySet, UUIDField

from bawaba.identity.accounts.models import Account, Address, User
from bawaba.journal.prepared import Given, Prepared, built, columns_of
from bawaba.journal.vault import with_keys


def rows_of_holder(account: UUID) -> tuple[Account, bytes | None, list[Address]] | None:
    """Account with its ``user``, wrapped key, addresses in the order in which they came; None when there is no such account."""
    rows = ACCOUNT.rows(account=account)
    if not rows:
        return None
    many, row = len(columns_of(Account)), rows[0]
    found = built(Account, row[1 : many + 1])
    found.user = built(User, row[many + 1 :])
    return found, row[0], [built(Address, one) for one in ADDRESSES.rows(account=found.pk)]


def _account() -> QuerySet[Any]:
    rows = with_keys(Account.objects.filter(uuid=Given("account", UUIDField())), "uuid")
    return rows.values_list("wrapped_key", *columns_of(Account), *(f"user__{name}" for name in columns_of(User)))


def _addresses() -> QuerySet[Any]:
    rows = Address.objects.filter(account_id=Given("account", IntegerField()), revoked_at__isnull=True).order_by("pk")
    return rows.values_list(*columns_of(Address))


ACCOUNT, ADDRESSES = Prepared(_account), Prepared(_addresses)
