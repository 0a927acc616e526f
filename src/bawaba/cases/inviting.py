"""The other side of a service for two: told by a worker, asked on their own page, never revealed to the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from bawaba.cases import marks
from bawaba.cases.acting import may_take_effect
from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.answers import Met, Unknown
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import Checked, check_all
from bawaba.cases.commands import IllegalMove, move_application
from bawaba.cases.counterparty import Counterparty
from bawaba.cases.facts import Facts
from bawaba.cases.looks import note_register_read
from bawaba.cases.models import Application
from bawaba.cases.queries import PAGE, ApplicationView, NoApplication, application, application_from, whole
from bawaba.cases.submission import NotEntitled, SourceSilent
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face
from bawaba.identity.accounts.invited import channels_to
from bawaba.identity.accounts.queries import applicant, holder, live_account_of_number
from bawaba.journal.commands import enqueue, record
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.messaging.commands import write_messages


class OtherSideCannot(NotEntitled):
    """The applicant's account was stopped after they had asked: nobody is told why."""


@dataclass(frozen=True)
class Invitation:
    """What somebody is asked to agree to."""

    application: ApplicationView
    side: Counterparty
    sentence: T

    @property
    def is_open(self) -> bool:
        """It waits for an answer."""
        return self.application.state == "awaiting_counterparty"


def invitations_of(who: Face) -> list[Invitation]:
    """What waits for this person's answer, then what they have answered, each newest first; one statement."""
    answered = Case(When(state="awaiting_counterparty", then=0), default=1)
    return [_invitation(row) for row in _asked_of(who).order_by(answered, "-pk")[:PAGE]]


def invitation_of(who: Face, handle: UUID) -> Invitation:
    """One that was made to this person's number; NoApplication for anybody else."""
    row = _asked_of(who).filter(uuid=handle).first()
    if row is None:
        raise NoApplication(handle)
    return _invitation(row)


def check_side(side: Counterparty, facts: Facts) -> list[Checked]:
    """The other side's own conditions, shown to them only."""
    return check_all(side.conditions, facts)


def agree(*, invitation: Invitation, who: Face, facts: Facts, by: Actor) -> UUID | None:
    """On facts of this minute; the bill when it is theirs to pay. NotEntitled, OtherSideCannot, SourceSilent, IllegalMove."""
    answers = [one.answer for one in check_side(invitation.side, facts)]
    if any(isinstance(one, Unknown) for one in answers):
        raise SourceSilent(invitation.application.service)
    if not all(isinstance(one, Met) for one in answers):
        raise NotEntitled(invitation.application.service)
    handle, asked = invitation.application.uuid, invitation.application
    try:
        with transaction.atomic():
            invited = Application.objects.filter(uuid=handle, state="awaiting_counterparty", counterparty=None)
            if not invited.update(counterparty=who.account):
                raise IllegalMove(handle)
            if not may_take_effect(services()[asked.service], applicant(asked.account)):
                raise OtherSideCannot(asked.service)
            record(Happening("application.agree", handle, by, {"sentence": invitation.sentence.en[:200]}))
            service = invitation.application.service
            note_register_read(account=who.account, side="other", service=service, application=handle)
            bill = go_on(handle, by, seen="awaiting_counterparty")
    except Overtaken as moved:
        raise IllegalMove(handle) from moved
    return bill if invitation.side.pays else None


def refuse(*, invitation: Invitation, who: Face, by: Actor) -> None:
    """The applicant reads "cannot be completed", whatever the reason; whoever declined still finds what it was."""
    with transaction.atomic():
        told = _told("counterparty-declined", invitation.application.account, invitation.application.reference)
        handle = invitation.application.uuid
        if not move_application(
            handle, "decline", by, then=told, fingerprint=None, once=None, counterparty=who.account
        ):
            raise IllegalMove(handle)


@task("cases.invite")
def invite(payload: Payload) -> None:
    """Tell the holder of the number, if there is one who can be told."""
    found = application(UUID(str(payload["application"])))
    side = services()[found.service].counterparty
    if side is None or found.state != "awaiting_counterparty":
        return
    account = live_account_of_number(str(found.answers[side.field]))
    if account is not None:
        with transaction.atomic():
            enqueue(*_told("counterparty-invited", account, found.reference, channels_to(account)))


def _told(template: str, account: UUID, reference: str, channels: Sequence[str] = ("inbox", "sms")) -> list[Task]:
    to, values = holder(account).recipient(), {"reference": reference}
    return list(write_messages(template=template, to=to, values=values, channels=channels, by=SYSTEM))


def _asked_of(who: Face) -> QuerySet[Any]:
    """Never one's own: who has two numbers is still one person."""
    waits, answered = Q(state="awaiting_counterparty"), Q(counterparty=who.account)
    asked = Application.objects.filter(waits | answered, counterparty_index=marks.invitation_mark(who.identifier))
    return whole(asked.exclude(account=who.account))


def _invitation(row: Any) -> Invitation:
    found = application_from(row)
    side = services()[found.service].counterparty
    if side is None:
        raise NoApplication(found.uuid)
    shown = {name: T(one["shown"][0], en=one["shown"][1]) for name, one in found.asked.items()}
    return Invitation(found, side, side.sentence(shown))
