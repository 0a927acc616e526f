"""Addresses of an account after it was opened."""

from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.models import Address
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index


def confirm_address(*, account: UUID, kind: str, text: str, by: Actor) -> None:
    """The address that this account was opened with has proved to be its holder's."""
    unproven = Address.objects.filter(
        account__uuid=account, kind=kind, index=blind_index(f"account.{kind}", text), confirmed_at__isnull=True
    )
    with transaction.atomic():
        if unproven.filter(revoked_at__isnull=True).update(confirmed_at=clock.now()):
            record(Happening("account.confirm_address", account, by, {"kind": kind}))
