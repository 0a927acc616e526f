"""Addresses of an account after it was opened."""

from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.models import Account, Address
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index, unseal
from bawaba.messaging.ports import Recipient


def confirm_address(*, account: UUID, kind: str, text: str, by: Actor) -> None:
    """The address that this account was opened with has proved to be its holder's."""
    unproven = Address.objects.filter(
        account__uuid=account, kind=kind, index=blind_index(f"account.{kind}", text), confirmed_at__isnull=True
    )
    with transaction.atomic():
        if unproven.filter(revoked_at__isnull=True).update(confirmed_at=clock.now()):
            record(Happening("account.confirm_address", account, by, {"kind": kind}))


def addresses_to_tell(account: UUID) -> list[Recipient]:
    """Every confirmed address ever bound and not yet revoked, one recipient each."""
    return [recipient for recipient, _ in addresses_to_warn(account)]


def addresses_to_warn(account: UUID) -> list[tuple[Recipient, bool]]:
    """The same, and whether it was confirmed since the person last stood before an officer: R9 trusts no older one."""
    row = Account.objects.get(uuid=account)
    found = []
    for address in row.addresses.filter(revoked_at__isnull=True, confirmed_at__isnull=False):
        text = unseal(row.uuid, "address.sealed", address.uuid, address.sealed)
        phone, email = (text, None) if address.kind == "phone" else (None, text)
        recipient = Recipient(subject=row.uuid, language=row.told_in, phone=phone, email=email)
        found.append((recipient, row.attended_at is None or address.confirmed_at >= row.attended_at))
    return found
