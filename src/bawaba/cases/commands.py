"""The only writers of applications after they are submitted: every change of state is one move along the table."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bawaba.cases.lifecycle import APPLICATION, WITH_OFFICER
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.queries import holder
from bawaba.journal.commands import record
from bawaba.journal.ports import CLOCK, SYSTEM, Actor, Happening, Task
from bawaba.messaging.commands import write_messages
from bawaba.payments.commands import NotDue, cancel_bill, refund_bill


class IllegalMove(Exception):
    """The application is not in a state from which this is possible."""


def move_application(
    application: UUID,
    move: str,
    by: Actor,
    *,
    seen: str = "",
    held_by: UUID | None = None,
    then: Sequence[Task] = (),
    said: Mapping[str, str] = {},
    **columns: object,
) -> bool:
    """One conditional UPDATE with its event, in the caller's transaction.

    False when it is not in a state to move from, not in the one that was ``seen`` (where the mover decided on it),
    or not in the hands of ``held_by`` (where an officer moves it). ``said``: what the event says besides.
    """
    step = APPLICATION.move(move)
    rows = Application.objects.filter(uuid=application, state__in=[one for one in step.sources if seen in ("", one)])
    if held_by is not None:
        rows = rows.filter(taken_by=held_by)
    if not rows.update(state=step.target, changed_at=clock.now(), **columns):
        return False
    record(Happening(f"application.{move}", application, by, said), then=then)
    return True


def cancel_application(*, application: UUID, account: UUID, by: Actor) -> None:
    """The person does not want it any more: owes nothing, gets back what an officer has not yet decided on.

    IllegalMove once it is being carried out, or another's.
    """
    row = Application.objects.filter(uuid=application, account=account).values("counterparty", "reference").first()
    if row is None:
        raise IllegalMove(application)
    with transaction.atomic():
        told = _tell_counterparty(row["counterparty"], row["reference"])
        _end(application, "cancel", told, by)


def expire_application(*, application: UUID, state: str, then: Sequence[Task], by: Actor = CLOCK) -> None:
    """Waited for in vain in that state; IllegalMove when it just went on. In the caller's transaction, with what tells the person."""
    _end(application, "expire", then, by, state)


def drop_with_bill(*, application: UUID, by: Actor = SYSTEM) -> None:
    """Its bill was cancelled: what nobody owes is not waited for."""
    with transaction.atomic():
        move_application(application, "cancel", by, fingerprint=None, once=None)


def note_silence(*, application: UUID, by: Actor) -> None:
    """The register did not answer: the person sees that it is being tried again."""
    with transaction.atomic():
        move_application(application, "fail", by)


def note_effect(*, application: UUID, then: Sequence[Task], by: Actor) -> bool:
    """The register has carried it out; false when that was known already. From here on the same may be applied for anew."""
    return move_application(application, "effect", by, then=then, fingerprint=None)


def note_issue(*, application: UUID, document: UUID, by: Actor) -> None:
    """The document is out: the life of the application has ended well."""
    move_application(application, "issue", by, document=document)


def note_refusal(*, application: UUID, says: T | None, then: Sequence[Task], move: str = "refuse", by: Actor) -> None:
    """The register refused, or (``stop``) it was not even asked: the person is told why, the fee goes back.

    In the caller's transaction.
    """
    kept: dict[str, Any] = {"refusal_ar": says.ar, "refusal_en": says.en} if says else {}
    kept |= {"fingerprint": None, "once": None}  # nothing was granted: it may be asked for again
    if move_application(application, move, by, then=then, **kept):
        give_back(application, by)


def give_back(application: UUID, by: Actor) -> None:
    """What was paid for it; in the caller's transaction."""
    bill = Application.objects.filter(uuid=application).values_list("bill", flat=True).first()
    if bill is not None:
        refund_bill(bill=bill, by=by)


def _tell_counterparty(account: UUID | None, reference: str) -> tuple[Task, ...]:
    """Whoever has agreed; nobody where nobody has."""
    if account is None:
        return ()
    to, values = holder(account).recipient(), {"reference": reference}
    return write_messages(template="counterparty-cancelled", to=to, values=values, channels=("inbox", "sms"), by=SYSTEM)


def _end(application: UUID, move: str, then: Sequence[Task], by: Actor, state: str = "") -> None:
    """Only from the state that was seen: a bill that was raised in between is not left behind."""
    row = Application.objects.filter(uuid=application).values("state", "bill").first()
    if row is None or state not in ("", row["state"]):
        raise IllegalMove(application)
    if not move_application(
        application, move, by, seen=row["state"], then=then, fingerprint=None, once=None, posted=None
    ):
        raise IllegalMove(application)
    if row["bill"] is None:
        return
    if row["state"] in WITH_OFFICER:
        give_back(application, by)
        return
    try:
        cancel_bill(bill=row["bill"], by=by)
    except NotDue as paid:
        raise IllegalMove(application) from paid  # paid in the same moment: the whole transaction goes back
