"""The only writers of applications: submit, pay, carry out, issue, refuse."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.cases.catalogue import services
from bawaba.cases.checklist import may_submit
from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.lifecycle import APPLICATION
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.text import T
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import seal
from bawaba.payments.commands import Line, raise_bill, refund_bill


class NotEntitled(Exception):
    """A condition does not hold, or an answer is not among what was offered."""


class IllegalMove(Exception):
    """The application is not in a state from which this is possible."""


@dataclass(frozen=True)
class Submitted:
    """A new application, or the open one that is the same; ``bill`` when something is to be paid."""

    application: UUID
    bill: UUID | None


def submit_application(*, service: EService, account: UUID, facts: Facts, answers: Answers, by: Actor) -> Submitted:
    """Facts are at most a minute old; rules run on them here, and the snapshot stays with the application."""
    if not may_submit(service, facts, answers):
        raise NotEntitled(service.slug)
    mark = _fingerprint(account, service, answers)
    try:
        with transaction.atomic():
            return _insert(service, account, facts, answers, mark, by)
    except IntegrityError:
        earlier = Application.objects.get(fingerprint=mark)  # the other click was first
        return Submitted(earlier.uuid, earlier.bill)


def _insert(service: EService, account: UUID, facts: Facts, answers: Answers, mark: bytes, by: Actor) -> Submitted:
    handle, now = uuid.uuid4(), clock.now()
    lines = service.lines(facts, answers)
    Application.objects.create(
        uuid=handle,
        reference=new_reference(),
        account=account,
        service=service.slug,
        state="awaiting_payment" if lines else "approved",
        answers=_sealed(account, handle, "answers", _as_asked(service, facts, answers)),
        snapshot=_sealed(account, handle, "snapshot", _snapshot(facts)),
        fingerprint=mark,
        made_at=now,
        changed_at=now,
    )
    record(Happening("application.submit", handle, by, {"service": service.slug}))
    if not lines:
        record(Happening("application.approve", handle, by), then=_follow_up(handle))
        return Submitted(handle, None)
    bill = raise_bill(account=account, subject=handle, title=service.title, lines=lines, by=by)
    Application.objects.filter(uuid=handle).update(bill=bill)
    record(Happening("application.bill", handle, by))
    return Submitted(handle, bill)


def approve_paid(*, application: UUID, by: Actor) -> None:
    """The bill was paid: approved automatically, and the effect follows."""
    with transaction.atomic():
        if _move(application, "approve"):
            record(Happening("application.approve", application, by), then=_follow_up(application))


def note_effect(*, application: UUID, then: Sequence[Task], by: Actor) -> bool:
    """The register has carried it out; false when that was known already."""
    if not _move(application, "effect"):
        return False
    record(Happening("application.effect", application, by), then=list(then))
    return True


def note_issue(*, application: UUID, by: Actor) -> None:
    """The document is out: the life of the application has ended well."""
    if _move(application, "issue", fingerprint=None):
        record(Happening("application.issue", application, by))


def note_refusal(*, application: UUID, says: T, then: Sequence[Task], by: Actor) -> None:
    """The register refused: the person is told why, the fee goes back."""
    with transaction.atomic():
        if _move(application, "refuse", refusal_ar=says.ar, refusal_en=says.en, fingerprint=None):
            record(Happening("application.refuse", application, by), then=list(then))
            row = Application.objects.get(uuid=application)
            if row.bill is not None:
                refund_bill(bill=row.bill, by=by)


def _follow_up(application: UUID) -> list[Task]:
    return [Task("cases.carry_out", {"application": str(application)})]


def _move(application: UUID, move: str, **more: object) -> bool:
    step = APPLICATION.move(move)
    rows = Application.objects.filter(uuid=application, state__in=step.sources)
    return bool(rows.update(state=step.target, changed_at=clock.now(), **more))


def _as_asked(service: EService, facts: Facts, answers: Answers) -> dict[str, object]:
    """Values with the labels that the person saw: a later edit of the file rewrites nothing."""
    kept: dict[str, object] = {}
    for asked in service.fields:
        answer = answers.get(asked.name)
        if answer is None:
            continue  # an optional field that stayed empty
        shown = asked.shown(answer, facts)
        kept[asked.name] = {
            "label": [asked.label.ar, asked.label.en],
            "value": answer,
            "shown": [shown.ar, shown.en],
        }
    return kept


def _snapshot(facts: Facts) -> dict[str, object]:
    return {
        "now": facts.now.isoformat(),
        "population": facts.applicant.population,
        "as_of": {topic: found.as_of.isoformat() for topic, found in facts.known.items()},
        "unpaid": [one.number for one in facts.unpaid()],
    }


def _sealed(account: UUID, handle: UUID, column: str, value: dict[str, object]) -> bytes:
    return seal(account, f"application.{column}", handle, json.dumps(value, ensure_ascii=False))


def _fingerprint(account: UUID, service: EService, answers: Answers) -> bytes:
    text = json.dumps([account.hex, service.slug, dict(answers)], sort_keys=True)
    return hashlib.sha256(keyring().blind_index("application", text)).digest()


def lines_total(lines: Sequence[Line]) -> int:
    """Halalas of all lines."""
    return sum(line.amount.halalas for line in lines)


def service_of(slug: str) -> EService:
    """By slug; KeyError when it is no longer offered."""
    return services()[slug]
