"""What an attestor, a key or an operator has activated since a time of compromise, and what is done with it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from bawaba.identity.accounts.commands import IllegalMove, move_account
from bawaba.identity.accounts.queries import NoAccount, holder, states_of
from bawaba.identity.attestation.closing import with_successors
from bawaba.identity.attestation.models import Attestation, Attestor
from bawaba.identity.review.commands import open_for_compromise, withdraw_attendance
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.messaging.commands import write_messages


class NothingActivated(LookupError):
    """No account is left that this could be about."""


BEGAN = ("activated", "code_sent")
ATTENDED = "counter"


@dataclass(frozen=True)
class Scope:
    """Which statements are meant; ``attestor`` None: everybody's."""

    since: datetime
    attestor: Attestor | None = None
    kid: str = ""
    operator: str = ""


@dataclass(frozen=True)
class Activation:
    """One of them, by names that say nothing of a person. ``kind``: opened, rebound, reserved; ``proven``: attended since."""

    attestation: UUID
    received_at: datetime
    attestor: str
    channel: str
    kid: str
    operator: str
    method: str
    place: str
    kind: str
    account: UUID | None
    enrolment: UUID | None
    account_state: str
    proven: bool


def activations_since(scope: Scope) -> Iterator[Activation]:
    """Every one, oldest first."""
    rows = list(_rows(scope).order_by("received_at", "pk"))
    states = states_of({row.account for row in rows if row.account})
    proven = _proven_since(rows)
    for row in rows:
        state = states.get(row.account, "") if row.account else ""
        yield _told(
            row, state, proven=row.account is not None and proven.get(row.account, row.received_at) > row.received_at
        )


def suspend_activations(*, scope: Scope, by: Actor) -> tuple[UUID, int]:
    """Open a case and suspend each account whose person has not been to a counter since; (the case, how many).

    Each in its own transaction, and again whenever it is called: what is suspended already stays so. The event of each
    suspension names the case, and each account has one at the desk, which lifts it after attended proof. NothingActivated.
    """
    found = [one for one in activations_since(scope) if one.account is not None]
    accounts = {one.account for one in found if one.account is not None and not one.proven}
    if not accounts:
        raise NothingActivated
    case = uuid.uuid4()
    told = {"since": scope.since.isoformat(), "kid": scope.kid, "operator": scope.operator}
    told["attestor"] = scope.attestor.slug if scope.attestor else ""
    with transaction.atomic():
        record(Happening("attestor.compromise", case, by, told, count=len(accounts)))
    suspended = sum(_suspend(account, f"compromise {case}", by) for account in accounts)
    for one in found:  # what was suspended before is opened by no proof of theirs
        if one.account is not None and one.channel == ATTENDED:
            withdraw_attendance(account=one.account, attendants=(one.operator,), by=by)
    return case, suspended


def _suspend(account: UUID, reason: str, by: Actor) -> bool:
    """Whether it was this that suspended it; its person is told."""
    try:
        to = holder(account).recipient()
        with transaction.atomic():
            told = write_messages(
                template="account-suspended", to=to, values={}, channels=("sms", "email", "inbox"), by=by
            )
            move_account(account=account, move="suspend", reason=reason, then=told, by=by)
            open_for_compromise(account=account, by=by)
    except (IllegalMove, NoAccount):
        return False
    return True


def _rows(scope: Scope) -> QuerySet[Attestation]:
    began = Q(outcome__in=BEGAN) | Q(account__isnull=False)  # bound anew while suspended: it waits for an officer only
    rows = Attestation.objects.select_related("attestor").filter(began, received_at__gte=scope.since)
    if scope.attestor is not None:
        rows = rows.filter(attestor=scope.attestor)
        if scope.kid:
            rows = rows.filter(kid__in=with_successors(scope.attestor, scope.kid))
    if scope.operator:
        rows = rows.filter(operator=scope.operator)
    return rows


def _proven_since(rows: list[Attestation]) -> dict[UUID, datetime]:
    """When each account's person was at a counter last."""
    accounts = {row.account for row in rows if row.account}
    attended = Attestation.objects.filter(account__in=accounts, attestor__channel=ATTENDED, outcome="activated")
    return {
        account: at for account, at in attended.order_by("received_at").values_list("account", "received_at") if account
    }


def _told(row: Attestation, state: str, *, proven: bool) -> Activation:
    kind = "reserved" if row.outcome == "code_sent" else ("opened" if row.enrolment else "rebound")
    return Activation(
        attestation=row.uuid,
        received_at=row.received_at,
        attestor=row.attestor.slug,
        channel=row.attestor.channel,
        kid=row.kid,
        operator=row.operator,
        method=row.method,
        place=row.place,
        kind=kind,
        account=row.account,
        enrolment=row.enrolment,
        account_state=state,
        proven=proven,
    )
