"""Another e-mail for an account, its first or its second: it counts once its own link was pressed; then the others are told."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.keyring import CannotOpen
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.models import Account, Address
from bawaba.identity.accounts.open_sessions import act_from, last_out_at
from bawaba.identity.accounts.opening import address_index, new_address
from bawaba.identity.accounts.repudiation import LinkOver
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert
from bawaba.journal.vault import sealer, unseal
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.messaging.wishing import drop_held

SEALED_AS = "account.new_email"
A_DAY = timedelta(days=1)
FIRST, SECOND = "email", "other"  # kinds of addresses
TOLD = {  # event; what every address is told; what the new one is
    FIRST: ("account.change_email", "email-changed", "email-bound"),
    SECOND: ("account.change_second_email", "second-email-changed", "second-email-bound"),
}
TO_ONE, OF_ONE = ((3, 3600), (6, 86400)), ((5, 86400),)


class SameAddress(ValueError):
    """The account has this address already, as its other one."""


def ask_for_email(*, account: UUID, email: str, kind: str = FIRST, session_key: str | None, by: Actor) -> None:
    """A link to the new address, which receives nothing else before it is pressed. SessionOver, TooOften, SameAddress."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        row = Account.objects.get(uuid=account)
        if _is_the_other(row, kind, email):
            raise SameAddress
        spend(budget="send.email", key=email, windows=TO_ONE)
        spend(budget="change.email", key=str(account), windows=OF_ONE)
        to = Recipient(subject=account, language=row.told_in, email=email)
        link = f"{settings.BAWABA.public_url}/email/{_sealed(row, kind, email)}"
        sent = write_messages(template="email-confirm", to=to, values={"link": link}, channels=("email",), by=by)
        record(Happening("account.ask_email", account, by), then=sent)


def may_bind(token: str) -> bool:
    """Whether the link's button would do something, or has done it."""
    return _opened(token) is not None


def bind_email(*, token: str, by: Actor) -> None:
    """The link's button. LinkOver: late, or the account was out everywhere, or has another e-mail (or this one twice), since.

    One UPDATE takes the account as the link knew it; a second press finds the address bound.
    """
    said = _opened(token)
    if said is None:
        raise LinkOver
    account, email, kind = UUID(said["account"]), str(said["email"]), said.get("kind", FIRST)
    with transaction.atomic():
        mine = Account.objects.filter(last_out_at(_moment(said["out"])), uuid=account, state__in=SIGNS_IN)
        if not mine.update(uuid=account):
            raise LinkOver
        row = Account.objects.get(uuid=account)
        current = _current(row, kind)
        if _is(current, email):
            return
        if str(current.uuid if current else "") != said["instead_of"] or _is_the_other(row, kind, email):
            raise LinkOver
        event, warning, welcome = TOLD[kind]
        told = warn_every_address(account=account, template=warning, values={})
        _replace(row, kind, email)
        record(Happening(event, account, by), then=[*told, *_welcome(row, email, welcome, by)])


def remove_second_email(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """Every address is told, the one that goes as well; a second click finds none. SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        row = Account.objects.get(uuid=account)
        if _current(row, SECOND) is None:
            return
        told = warn_every_address(account=account, template="second-email-removed", values={})
        _end(row, SECOND)
        record(Happening("account.remove_second_email", account, by), then=told)


def _is(current: Address | None, email: str) -> bool:
    return bool(current and current.confirmed_at and bytes(current.index) == address_index(FIRST, email))


def _is_the_other(row: Account, kind: str, email: str) -> bool:
    return _is(_current(row, FIRST if kind == SECOND else SECOND), email)


def _end(row: Account, kind: str) -> None:
    mine = row.addresses.filter(kind=kind, revoked_at__isnull=True)
    for one in mine:
        address = unseal(row.uuid, "address.sealed", one.uuid, one.sealed)
        drop_held(subject=row.uuid, channel="email", address=address)
    mine.update(revoked_at=clock.now())


def _replace(row: Account, kind: str, email: str) -> None:
    _end(row, kind)
    insert(new_address(row, sealer(row.uuid), kind, email, confirmed=True))


def _welcome(row: Account, email: str, template: str, by: Actor) -> tuple[Task, ...]:
    to = Recipient(subject=row.uuid, language=row.told_in, email=email)
    values = {"at": clock.now().isoformat()}
    return write_messages(template=template, to=to, values=values, channels=("email",), by=by)


def _current(row: Account, kind: str) -> Address | None:
    return row.addresses.filter(kind=kind, revoked_at__isnull=True).order_by("-pk").first()


def _sealed(row: Account, kind: str, email: str) -> str:
    """Nothing of it can be read in an address bar or a log."""
    current, out = _current(row, kind), row.forgotten_at
    said = {"account": str(row.uuid), "kind": kind, "email": email, "at": clock.now().isoformat()}
    said |= {"instead_of": str(current.uuid) if current else "", "out": out.isoformat() if out else ""}
    return (
        base64.urlsafe_b64encode(keyring().seal_value(SEALED_AS, b"", json.dumps(said, ensure_ascii=False)))
        .decode()
        .rstrip("=")
    )


def _opened(token: str) -> dict[str, Any] | None:
    try:
        sealed = base64.urlsafe_b64decode(token[:1000].encode() + b"=" * (-len(token) % 4))
        said: dict[str, Any] = json.loads(keyring().open_value(SEALED_AS, b"", sealed))
    except (ValueError, KeyError, CannotOpen):
        return None
    made = _moment(said["at"])
    return said if made is not None and clock.now() < made + A_DAY else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
