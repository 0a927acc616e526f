"""Submit an application: rules run on facts of this minute, and whoever clicks twice gets the first one."""

import json
import uuid
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.cases import marks
from bawaba.cases.acting import NotInForce, act_under, standing_for
from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.answers import Unknown
from bawaba.cases.attaching import hold_attachments
from bawaba.cases.checklist import check, may_submit
from bawaba.cases.commands import IllegalMove, move_application
from bawaba.cases.concerns import Concerned, seal_concerned
from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import Delivery, EService
from bawaba.cases.facts import Facts
from bawaba.cases.lifecycle import APPLICATION
from bawaba.cases.looks import note_register_read
from bawaba.cases.models import Application
from bawaba.cases.sentences import NotConfirmed, mark_of, sentence_of
from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.text import T
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.commands import record
from bawaba.journal.confirmed import sealed_in_event
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import seal
from bawaba.payments.commands import Line

TRIES = 3


class NotEntitled(Exception):
    """A condition does not hold."""


class AskedBefore(NotEntitled):
    """This is granted once, and was asked for."""


class SourceSilent(Exception):
    """A register did not answer just now: nobody is judged on what it said before."""


@dataclass(frozen=True)
class Request:
    """What somebody asks for: for whom (None: themselves), with which answers, from which draft."""

    service: EService
    account: UUID
    person_key: str
    answers: Answers
    concerned: Concerned | None = None
    draft: UUID | None = None
    confirmed: str = ""  # the mark of the sentence that was shown and confirmed, where the e-service asks for one


@dataclass(frozen=True)
class Submitted:
    """A new application, or the open one that is the same; ``bill`` when something is to be paid now."""

    application: UUID
    bill: UUID | None


def submit_application(*, asked: Request, facts: Facts, by: Actor) -> Submitted:
    """Facts are at most a minute old; the account and the rules are judged in the transaction. NotEntitled, SourceSilent.

    One draft is one application, whatever two tabs made of it: who comes second is led to what was submitted. IllegalMove
    when the draft was given up.
    """
    mark = marks.fingerprint(asked.account, asked.service, asked.person_key, asked.answers)
    once = marks.once_mark(asked.service, asked.person_key, asked.answers)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _submit(asked, facts, mark, once, by)
        except Overtaken:
            if asked.draft is not None:
                return _first_of(asked)
        except NotInForce as over:
            raise NotEntitled(asked.service.slug) from over
        except (IntegrityError, NotEntitled) as refused:
            earlier = Application.objects.filter(fingerprint=mark).first()  # another click or tab was first
            if earlier is not None:
                _drop_draft(asked, earlier.uuid, by)
                return Submitted(earlier.uuid, earlier.bill)
            if once is not None and Application.objects.filter(once=once).exists():
                raise AskedBefore(asked.service.slug) from refused
            if isinstance(refused, NotEntitled):
                raise
    raise SourceSilent("too many clicks at once")


def judge(service: EService, facts: Facts, answers: Answers) -> None:
    """NotEntitled or SourceSilent unless every condition is met on facts of this minute."""
    if any(isinstance(one.answer, Unknown) for one in check(service, facts, answers)) or _is_old(facts):
        raise SourceSilent(service.slug)
    if not may_submit(service, facts, answers):
        raise NotEntitled(service.slug)


def _submit(asked: Request, facts: Facts, mark: bytes, once: bytes | None, by: Actor) -> Submitted:
    facts = replace(facts, applicant=standing_for(applicant(asked.account), asked.concerned))
    judge(asked.service, facts, asked.answers)
    sentence = confirmed_sentence(asked, facts)
    handle = _drafted(asked, by)
    said = sealed_in_event(asked.account, handle, sentence) if sentence else {}
    columns = {"fingerprint": mark, "once": once, "sentence": seal_sentence(asked.account, handle, sentence)}
    if not move_application(handle, "submit", by, said=said, **columns, **_contents(asked, handle, facts)):
        raise Overtaken(handle)
    hold_attachments(account=asked.account, application=handle, answers=asked.answers)
    act_under(concerned=asked.concerned, account=asked.account, service=asked.service, application=handle, by=by)
    if facts.known:
        _note_read(asked, handle)
    return Submitted(handle, go_on(handle, by, seen="submitted"))


def _note_read(asked: Request, application: UUID) -> None:
    """On the tracker of whom the register was asked about."""
    service, concerned = asked.service.slug, asked.concerned
    note_register_read(account=asked.account, side="own", service=service, application=application, concerned=concerned)


def confirmed_sentence(asked: Request, facts: Facts) -> T | None:
    """As these facts and answers make it; NotConfirmed unless it is, word for word and for this price, what was confirmed."""
    sentence = sentence_of(asked.service, facts, asked.answers, asked.concerned)
    if mark_of(asked.draft, sentence, asked.service.lines(facts, asked.answers)) != asked.confirmed:
        raise NotConfirmed(asked.service.slug)
    return sentence


def seal_sentence(account: UUID, handle: UUID, sentence: T | None) -> bytes | None:
    """Under the applicant's key."""
    return sealed(account, handle, "sentence", [sentence.ar, sentence.en]) if sentence else None


def _drop_draft(asked: Request, submitted: UUID, by: Actor) -> None:
    """The same was submitted from another tab: a draft of its own has nothing left to say."""
    if asked.draft is not None and asked.draft != submitted:
        with transaction.atomic():
            move_application(asked.draft, "cancel", by, seen="draft", fingerprint=None)


def _first_of(asked: Request) -> Submitted:
    """Where the click that came first has led."""
    rows = Application.objects.filter(uuid=asked.draft, account=asked.account)
    first = rows.exclude(state__in=("draft", "cancelled")).first()
    if first is None:
        raise IllegalMove(asked.draft)
    return Submitted(first.uuid, first.bill)


def _drafted(asked: Request, by: Actor) -> UUID:
    """The draft itself, or a row that begins as one. Overtaken when it is no draft any more, nor was this account's."""
    if asked.draft is None:
        return begin_draft(asked=asked, posted=None, mark=None, by=by)
    if not Application.objects.filter(uuid=asked.draft, account=asked.account, state="draft").exists():
        raise Overtaken(asked.draft)
    return asked.draft


def begin_draft(*, asked: Request, posted: bytes | None, mark: bytes | None, by: Actor) -> UUID:
    """A row in its first state, in the caller's transaction; IntegrityError when ``mark`` is taken."""
    handle, now = uuid.uuid4(), clock.now()
    Application.objects.create(
        uuid=handle,
        reference=new_reference(),
        account=asked.account,
        service=asked.service.slug,
        agency=asked.service.agency,
        state=APPLICATION.initial(),
        answers=sealed(asked.account, handle, "answers", {}),
        snapshot=sealed(asked.account, handle, "snapshot", {}),
        posted=posted,
        concerns=seal_concerned(asked.account, handle, asked.concerned),
        fingerprint=mark,
        made_at=now,
        changed_at=now,
    )
    record(Happening("application.draft", handle, by, {"service": asked.service.slug}))
    return handle


def sealed(account: UUID, handle: UUID, column: str, value: Any) -> bytes:
    """JSON under the account's key."""
    return seal(account, f"application.{column}", handle, json.dumps(value, ensure_ascii=False))


def as_asked(service: EService, facts: Facts, answers: Answers) -> dict[str, object]:
    """Values with the labels that the person saw: a later edit of the file rewrites nothing."""
    kept: dict[str, object] = {}
    for field in service.fields:
        answer = answers.get(field.name)
        if answer is None:
            continue  # an optional field that stayed empty
        shown = field.shown(answer, facts)
        kept[field.name] = {
            "label": [field.label.ar, field.label.en],
            "value": answer,
            "shown": [shown.ar, shown.en],
        }
    return kept


def _contents(asked: Request, handle: UUID, facts: Facts) -> dict[str, object]:
    service, answers = asked.service, asked.answers
    other = service.counterparty
    return {
        "answers": sealed(asked.account, handle, "answers", as_asked(service, facts, answers)),
        "snapshot": sealed(asked.account, handle, "snapshot", _snapshot(service, facts)),
        "concerns": seal_concerned(asked.account, handle, asked.concerned),
        "lines": [_kept(line) for line in service.lines(facts, answers)],
        "agency": str(answers.get("agency", service.agency)),
        "counterparty_index": marks.invitation_mark(str(answers[other.field])) if other else None,
        "made_at": clock.now(),
    }


def _snapshot(service: EService, facts: Facts) -> dict[str, object]:
    rows = service.issues.rows(facts) if service.issues and service.issues.rows else ()
    sent_to = facts.heard("address") if isinstance(service.effect, Delivery) else None
    return {
        "now": facts.now.isoformat(),
        "population": facts.applicant.population,
        "assurance": facts.applicant.assurance,
        "conditions": [type(condition).__name__ for condition in service.conditions],  # all were met
        "as_of": {topic: found.as_of.isoformat() for topic, found in facts.known.items()},
        "unpaid": [one.number for one in facts.unpaid()],
        "rows": [row.kept() for row in rows],  # what the document will show
        "address": asdict(sent_to) if sent_to else None,  # where a parcel goes
    }


def _kept(line: Line) -> dict[str, str | int]:
    return {"kind": line.kind, "ar": line.label.ar, "en": line.label.en, "halalas": line.amount.halalas}


def _is_old(facts: Facts) -> bool:
    oldest = clock.now() - settings.LIMITS.facts_age
    return any(one.stale or one.as_of < oldest for one in facts.known.values())
