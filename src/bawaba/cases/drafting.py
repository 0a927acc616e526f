"""Drafts save themselves: what was typed is kept, sealed, until it is submitted, cancelled, or a month old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.cases import marks
from bawaba.cases.acting import act_under, standing_for
from bawaba.cases.advancing import promised_day
from bawaba.cases.attaching import believed, hold_attachments
from bawaba.cases.catalogue import services
from bawaba.cases.commands import IllegalMove, move_application
from bawaba.cases.concerns import Concerned, seal_concerned
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Files
from bawaba.cases.looks import note_reading_for
from bawaba.cases.models import Application
from bawaba.cases.queries import NoApplication, application_to_write
from bawaba.cases.submission import (
    TRIES,
    AskedBefore,
    Request,
    SourceSilent,
    as_asked,
    begin_draft,
    confirmed_sentence,
    judge,
    seal_sentence,
    sealed,
)
from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.confirmed import sealed_in_event
from bawaba.journal.ports import Actor

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Draft:
    """An application that is being written, or one that an officer sent back."""

    uuid: UUID
    service: EService
    concerned: Concerned | None
    posted: Typed
    state: str
    letter: str
    earlier: frozenset[bytes]  # marks of what was asked for once by others of the same service
    asked_on: date | None = None  # what was sent back: the day of its first submission


def draft_begun(*, account: UUID, service: EService, person_key: str) -> UUID | None:
    """The one draft of a service for this person, where there is one."""
    rows = Application.objects.filter(fingerprint=marks.draft_mark(account, service, person_key), state="draft")
    return rows.values_list("uuid", flat=True).first()


def save_draft(*, asked: Request, posted: Typed | None, by: Actor) -> UUID:
    """One draft of a service for one person: a second click, or a second tab, writes into the first.

    Without ``posted`` what was typed before stays.
    """
    mark = marks.draft_mark(asked.account, asked.service, asked.person_key)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                handle = begin_draft(asked=asked, posted=None, mark=mark, by=by)
                note_reading_for(concerned=asked.concerned, service=asked.service, by=by)
        except IntegrityError:
            first = Application.objects.filter(fingerprint=mark).first()
            if first is None:
                continue  # submitted in this moment: a new one begins
            handle = first.uuid
            by_right = seal_concerned(
                asked.account, handle, asked.concerned
            )  # of today: what was granted before may be over
            Application.objects.filter(uuid=handle, state="draft").update(concerns=by_right)
        if posted is None or keep_typed(account=asked.account, draft=handle, posted=posted):
            return handle
    raise SourceSilent("too many clicks at once")


def keep_typed(*, account: UUID, draft: UUID, posted: Typed) -> bool:
    """What was typed so far; nothing is judged. False when there is no such draft of this account."""
    kept = sealed(account, draft, "posted", {name: list(values) for name, values in posted.items()})
    rows = Application.objects.filter(uuid=draft, account=account, state__in=("draft", "returned"))
    return bool(rows.update(posted=kept, changed_at=clock.now()))


def draft_of(account: UUID, handle: UUID) -> Draft:
    """The person's own, in a state that can still be written; NoApplication."""
    written = application_to_write(account, handle)
    found, held = written.application, {str(one) for one in written.files}
    service = services().get(found.service)
    if found.state not in ("draft", "returned") or service is None:
        raise NoApplication(handle)
    posted = dict(found.posted)
    for field in service.fields:
        if isinstance(field, Files) and field.name in posted:  # the browser named them: only what it holds is believed
            posted[field.name] = believed(posted[field.name], held)
    asked_on = found.made_at.astimezone(RIYADH).date() if found.state == "returned" else None
    return Draft(handle, service, found.concerned, posted, found.state, found.letter, written.earlier, asked_on)


def resubmit(*, draft: Draft, asked: Request, facts: Facts, by: Actor) -> None:
    """Back to the officer who sent it, with a new promise; what was paid stays. NotEntitled, SourceSilent.

    The conditions are judged again on facts of this minute: months may lie between; deadlines by the day of asking.
    """
    account, answers, key = asked.account, asked.answers, asked.person_key
    facts = replace(facts, asked_on=draft.asked_on)
    sentence = confirmed_sentence(asked, facts)
    columns: dict[str, object] = {
        "answers": sealed(account, draft.uuid, "answers", as_asked(draft.service, facts, answers)),
        "sentence": seal_sentence(account, draft.uuid, sentence),
        "once": marks.once_mark(draft.service, key, answers),
    }
    if isinstance(draft.service.decide, ByOfficer):
        columns["due_on"] = promised_day(draft.service.decide)
    try:
        with transaction.atomic():
            standing = standing_for(applicant(account), draft.concerned)
            judge(draft.service, replace(facts, applicant=standing), answers)
            said = sealed_in_event(account, draft.uuid, sentence) if sentence else {}
            if not move_application(draft.uuid, "resubmit", by, said=said, **columns):
                raise IllegalMove(draft.uuid)
            hold_attachments(account=account, application=draft.uuid, answers=answers)
            act_under(concerned=draft.concerned, account=account, service=draft.service, application=draft.uuid, by=by)
            _to_agency(draft.uuid, str(answers.get("agency", draft.service.agency)))
    except IntegrityError as taken:
        raise AskedBefore(draft.service.slug) from taken


def _to_agency(application: UUID, agency: str) -> None:
    """Another agency was chosen: its officers have not seen it yet."""
    Application.objects.filter(uuid=application).exclude(agency=agency).update(agency=agency, taken_by=None)
