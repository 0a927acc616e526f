"""An application goes on by itself as far as nothing is waited for; every step in the caller's transaction."""

from datetime import date
from typing import Any
from uuid import UUID

from bawaba.cases.catalogue import services
from bawaba.cases.commands import move_application
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.eservice import EService
from bawaba.cases.models import Application
from bawaba.cases.rules import MOVE_TO, next_state
from bawaba.core import clock
from bawaba.core.calendars import add_working_days
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.journal.ports import Actor, Task
from bawaba.payments.commands import Line, raise_bill


class Overtaken(Exception):
    """Somebody else moved it in the same moment."""


def go_on(application: UUID, by: Actor, *, seen: str) -> UUID | None:
    """The next step from the state that was ``seen``; the bill when one was raised. Overtaken when it is not there any more."""
    row = Application.objects.get(uuid=application)
    if row.state != seen:
        raise Overtaken(application)  # else what was paid for once would go past an officer, and the like
    service = services()[row.service]
    target = next_state(row.state, _needed(service, row))
    then, columns = _what_follows(service, row, target, by)
    if not move_application(application, MOVE_TO[target], by, seen=seen, then=then, **columns):
        raise Overtaken(application)
    return columns.get("bill")


def follow_up(application: UUID) -> list[Task]:
    """What an approval leads to."""
    return [Task("cases.carry_out", {"application": str(application)})]


def promised_day(decide: ByOfficer) -> date:
    """By when an officer decides on what is submitted today."""
    return add_working_days(clock.today(), decide.days)


def _needed(service: EService, row: Application) -> set[str]:
    gates = {
        "awaiting_counterparty": service.counterparty is not None,
        "awaiting_payment": sum(line["halalas"] for line in row.lines) > 0,
        "in_review": isinstance(service.decide, ByOfficer),
    }
    return {state for state, needed in gates.items() if needed}


def _what_follows(service: EService, row: Application, target: str, by: Actor) -> tuple[list[Task], dict[str, Any]]:
    handle = str(row.uuid)
    if target == "awaiting_counterparty":
        return [Task("cases.invite", {"application": handle})], {}
    if target == "awaiting_payment":
        return [], {"bill": _bill(service, row, by)}
    if target == "in_review" and isinstance(service.decide, ByOfficer):
        return [], {"due_on": promised_day(service.decide)}
    return follow_up(row.uuid), {}


def _bill(service: EService, row: Application, by: Actor) -> UUID:
    payer = row.counterparty if service.counterparty and service.counterparty.pays else row.account
    lines = [Line(one["kind"], T(one["ar"], en=one["en"]), Money(one["halalas"])) for one in row.lines]
    return raise_bill(
        account=payer,
        subject=row.uuid,
        title=service.title,
        lines=lines,
        by=by,
        payee=row.account if service.escrow else None,
    )
