"""Passkeys of people: one more, one less, and what one proves. The account is always taken first, as by a rebind: no ring."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.identity.accounts.authenticator_app import APP
from bawaba.identity.accounts.factors import credentials_of, drop_passkeys, keep_passkey, passkey_credentials
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.queries import user_behind
from bawaba.identity.accounts.recovery_codes import RECOVERY
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import forget_failures
from bawaba.identity.codes.stage_tries import closed_to_strangers
from bawaba.identity.passkeys.ceremonies import (
    Ceremony,
    NotProven,
    ask_for_new_key,
    handle_in,
    key_of_nobody,
    new_key,
    use_challenge,
    used_key,
)
from bawaba.identity.passkeys.commands import keep_key, note_use, remove_all, remove_key
from bawaba.identity.passkeys.queries import how_many, owner_of, owns
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.queries import has_happened

NOBODY, NOTHING = UUID(int=0), 0


class TooMany(Exception):
    """As many passkeys as an account may have."""


@dataclass(frozen=True)
class UsedKey:
    """A right answer of a passkey, not yet used up. ``credential``: hash of its id, in hex."""

    account: UUID
    credential: str
    counter: int
    challenge: str

    def kept(self) -> dict[str, Any]:
        """For the record of what was proven."""
        return {**asdict(self), "account": str(self.account)}


def used_key_of(proof: dict[str, Any]) -> UsedKey:
    """From that record."""
    return UsedKey(UUID(proof["account"]), proof["credential"], proof["counter"], proof["challenge"])


def ask_new_passkey(*, account: UUID, user: int, user_name: str) -> tuple[dict[str, Any], Ceremony]:
    """Options for the browser, which names to it what the user has already, and the ceremony to keep."""
    return ask_for_new_key(whose=account, user_name=user_name, name=user_name, known=passkey_credentials(user))


def add_passkey(
    *, account: UUID, ceremony: Ceremony, answer: str, name: str, session_key: str | None, by: Actor
) -> None:
    """Challenge used up with it; told to every address. The same answer again changes nothing.

    NotProven, TooMany, TooOften, SessionOver.
    """
    shown = new_key(ceremony, answer, synced=True)
    with transaction.atomic():
        act_from(account=account, session_key=session_key)  # of two additions the second counts what the first has made
        if owns(account, shown.handle):
            return
        use_challenge(ceremony.challenge)
        if how_many(account) >= settings.LIMITS.passkeys:
            raise TooMany(account)
        spend(budget="add.passkey", key=str(account), windows=settings.LIMITS.passkey_changes)
        kept = keep_passkey(user=user_behind(account).pk, name=name, credential=shown.credential)
        made = keep_key(account=account, authenticator=kept, shown=shown, name=name)
        told = warn_every_address(account=account, template="passkey-added", values={})
        record(Happening("account.add_passkey", account, by, {"passkey": str(made)}), then=told)


def remove_passkey(*, account: UUID, passkey: UUID, session_key: str | None, by: Actor) -> bool:
    """Whether it was the account's; told to every address, once. SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        kept = remove_key(account=account, passkey=passkey)
        if kept is None:
            return has_happened(account, "account.remove_passkey", passkey=str(passkey))
        drop_passkeys([kept])
        told = warn_every_address(account=account, template="passkey-removed", values={})
        record(Happening("account.remove_passkey", account, by, {"passkey": str(passkey)}), then=told)
    return True


def read_passkey(*, ceremony: Ceremony, answer: str) -> UsedKey:
    """Whose passkey answered, by the answer alone; NotProven. A credential that nobody has takes the same statements and a signature."""
    account, kept = owner_of(handle_in(answer)) or (NOBODY, NOTHING)
    known = credentials_of(kept) or [key_of_nobody(answer)]
    shown = used_key(ceremony, answer, known, account)
    return UsedKey(account, shown.handle.hex(), shown.counter, ceremony.challenge)


def use_passkey(*, account: UUID, used: UsedKey) -> None:
    """In the transaction of what it opens, once and however parallel. CopiedKey, NotProven.

    A4: it ends the row of failures that closed the password for unknown devices.
    """
    if used.account != account:
        raise NotProven
    use_challenge(used.challenge)
    note_use(account=account, handle=bytes.fromhex(used.credential), counter=used.counter)
    forget_failures(f"password|{account}", *closed_to_strangers(APP, RECOVERY, subject=account))


def note_copied_key(*, account: UUID, used: UsedKey, by: Actor) -> None:
    """After whatever it did not open; its challenge is used up, so that each such answer is noted once."""
    try:
        with transaction.atomic():
            use_challenge(used.challenge)
            record(Happening("account.refuse_passkey", account, by, {"reason": "counter"}))
    except NotProven:
        return


def end_passkeys(account: UUID) -> None:
    """R6, in the transaction of a rebind: whoever held the account before holds no key to it."""
    drop_passkeys(remove_all(account=account))
