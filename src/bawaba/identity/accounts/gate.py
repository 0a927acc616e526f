"""The one gate that issues sessions: whoever signs somebody in calls this (A32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction

from bawaba.identity.accounts.authenticator_app import use_step
from bawaba.identity.accounts.commands import IllegalMove, let_in, note_proof
from bawaba.identity.accounts.header_line import header_of
from bawaba.identity.accounts.opened_on import opened_on
from bawaba.identity.accounts.passkeys import UsedKey, note_copied_key, use_passkey
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.identity.accounts.recovery_codes import note_recovery
from bawaba.identity.accounts.session_list import end_oldest_sessions
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.accounts.sign_ins import record_sign_in
from bawaba.identity.codes.commands import repeats_code, use_code
from bawaba.identity.passkeys.commands import CopiedKey
from bawaba.journal.ports import Actor

ONCE = {"opening-code"}  # after presence; it proves nothing again
COMPLETE = (
    {"password", "sms"},
    {"password", "totp"},
    {"password", "recovery"},
    ONCE,
    {"passkey"},  # it has verified its holder: both factors
)


@dataclass(frozen=True)
class Proofs:
    """What was proven, by which ways; the gate uses up ``codes``, answers of passkeys, and the ``step`` of an app whose code was right."""

    ways: Sequence[str]
    codes: Sequence[UUID] = ()
    keys: Sequence[UsedKey] = ()
    step: int | None = None


class NotAllowed(Exception):
    """Suspended, locked or closed, or not proven by enough: looks like any failed log-in."""


def open_session(
    *,
    session: SessionStore,
    account: UUID,
    proofs: Proofs,
    device: str,
    kept: Mapping[str, Any],
    last_out: datetime | None,
) -> Holder:
    """One transaction: state judged by an UPDATE, codes and answers of passkeys used up, a fresh key with its header line, an event.

    ``kept`` is all that the new session begins with, also on what it was opened; ``last_out``: the account's ``forgotten_at`` as it was read
    together with what was proven. NotAllowed; CodeUsed, NotProven when somebody was faster with the same code or answer.
    """
    said = "+".join(proofs.ways)
    if not any(complete <= set(proofs.ways) for complete in COMPLETE):
        raise NotAllowed(said)
    by = Actor("person", str(account))
    try:
        with transaction.atomic():
            let_in(account=account, last_out=last_out)
            _use_up(account, proofs, by)
            who = holder(account)
            record_sign_in(who=who, ways=said, device=device, opened=opened_on(kept), by=by)
            end_oldest_sessions(account=account, by=by)
            session.renew(header_of(who), kept, code=proofs.codes[-1] if proofs.codes else None)
    except IllegalMove as error:
        raise NotAllowed(str(error)) from error
    except CopiedKey as error:
        note_copied_key(account=account, used=proofs.keys[-1], by=by)
        raise NotAllowed("copied") from error
    return who


def prove_again(*, session: SessionStore, account: UUID, proofs: Proofs) -> None:
    """Re-authentication by as much as logging in takes: the same session under a new key; its total life goes on.

    NotAllowed; CodeUsed, NotProven when somebody was faster with the same code or answer.
    """
    said, by = "+".join(proofs.ways), Actor("person", str(account))
    if not any(complete <= set(proofs.ways) for complete in COMPLETE if complete != ONCE):
        raise NotAllowed(said)
    try:
        with transaction.atomic():
            note_proof(account=account, ways=said, by=by)
            _use_up(account, proofs, by)
            session.cycle_key()
    except CopiedKey as error:
        note_copied_key(account=account, used=proofs.keys[-1], by=by)
        raise NotAllowed("copied") from error
    except (IllegalMove, UpdateError) as error:
        raise NotAllowed(str(error)) from error


def _use_up(account: UUID, proofs: Proofs, by: Actor) -> None:
    for code in proofs.codes:
        use_code(code=code, by=by)
    for used in proofs.keys:
        use_passkey(account=account, used=used)
    if "totp" in proofs.ways:
        use_step(account=account, step=proofs.step)
    if "recovery" in proofs.ways:
        note_recovery(account=account, by=by)


def answer_again(*, session: SessionStore, text: str) -> bool:
    """A second click on the last step: the same browser with the same code gets the session of the first click."""
    opened = session.opened_instead()
    if opened is None:
        return False
    key, code = opened
    return repeats_code(code=code, text=text, by=Actor("person")) and session.become(key)
