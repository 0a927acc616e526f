"""Submit an application: rules run on facts of this minute, and whoever clicks twice gets the first one."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.cases.answers import Unknown
from bawaba.cases.checklist import check, may_submit
from bawaba.cases.commands import move_application
from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.lifecycle import APPLICATION
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import seal
from bawaba.payments.commands import Line, raise_bill

TRIES = 3


class NotEntitled(Exception):
    """A condition does not hold."""


class SourceSilent(Exception):
    """A register did not answer just now: nobody is judged on what it said before."""


@dataclass(frozen=True)
class Submitted:
    """A new application, or the open one that is the same; ``bill`` when something is to be paid."""

    application: UUID
    bill: UUID | None


def submit_application(*, service: EService, account: UUID, facts: Facts, answers: Answers, by: Actor) -> Submitted:
    """Facts are at most a minute old; the account and the rules are judged in the transaction. NotEntitled, SourceSilent."""
    mark = _fingerprint(account, service, answers)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _submit(service, account, facts, answers, mark, by)
        except IntegrityError:
            earlier = Application.objects.filter(fingerprint=mark).first()  # the other click was first
            if earlier is not None:
                return Submitted(earlier.uuid, earlier.bill)
    raise SourceSilent("too many clicks at once")


def _submit(service: EService, account: UUID, facts: Facts, answers: Answers, mark: bytes, by: Actor) -> Submitted:
    facts = replace(facts, applicant=applicant(account))
    _judge(service, facts, answers)
    handle, now = uuid.uuid4(), clock.now()
    lines = service.lines(facts, answers)
    Application.objects.create(
        uuid=handle,
        reference=new_reference(),
        account=account,
        service=service.slug,
        state=APPLICATION.initial(),
        answers=_sealed(account, handle, "answers", _as_asked(service, facts, answers)),
        snapshot=_sealed(account, handle, "snapshot", _snapshot(service, facts)),
        fingerprint=mark,
        made_at=now,
        changed_at=now,
    )
    record(Happening("application.draft", handle, by, {"service": service.slug}))
    move_application(handle, "submit", by)
    if not any(line.amount.halalas for line in lines):
        move_application(handle, "approve", by, then=follow_up(handle))
        return Submitted(handle, None)
    return Submitted(handle, _bill(service, account, handle, lines, by))


def _bill(service: EService, account: UUID, handle: UUID, lines: Sequence[Line], by: Actor) -> UUID:
    bill = raise_bill(account=account, subject=handle, title=service.title, lines=lines, by=by)
    move_application(handle, "bill", by, bill=bill)
    return bill


def follow_up(application: UUID) -> list[Task]:
    """What an approval leads to."""
    return [Task("cases.carry_out", {"application": str(application)})]


def _judge(service: EService, facts: Facts, answers: Answers) -> None:
    if any(isinstance(one.answer, Unknown) for one in check(service, facts, answers)) or _is_old(facts):
        raise SourceSilent(service.slug)
    if not may_submit(service, facts, answers):
        raise NotEntitled(service.slug)


def _is_old(facts: Facts) -> bool:
    oldest = clock.now() - settings.LIMITS.facts_age
    return any(one.stale or one.as_of < oldest for one in facts.known.values())


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


def _snapshot(service: EService, facts: Facts) -> dict[str, object]:
    return {
        "now": facts.now.isoformat(),
        "population": facts.applicant.population,
        "assurance": facts.applicant.assurance,
        "conditions": [type(condition).__name__ for condition in service.conditions],  # all were met
        "as_of": {topic: found.as_of.isoformat() for topic, found in facts.known.items()},
        "unpaid": [one.number for one in facts.unpaid()],
    }


def _sealed(account: UUID, handle: UUID, column: str, value: dict[str, object]) -> bytes:
    return seal(account, f"application.{column}", handle, json.dumps(value, ensure_ascii=False))


def _fingerprint(account: UUID, service: EService, answers: Answers) -> bytes:
    text = json.dumps([account.hex, service.slug, dict(answers)], sort_keys=True)
    return hashlib.sha256(keyring().blind_index("application", text)).digest()
