"""The other side of a service for two: told by a worker, asked on their own page, never revealed to the applicant."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bawaba.cases import marks
from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.answers import Met, Unknown
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import Checked, check_all
from bawaba.cases.commands import IllegalMove, move_application
from bawaba.cases.counterparty import Counterparty
from bawaba.cases.facts import Facts
from bawaba.cases.models import Application
from bawaba.cases.queries import ApplicationView, NoApplication, application
from bawaba.cases.submission import NotEntitled, SourceSilent
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder, holder, live_account_of_number
from bawaba.journal.commands import enqueue, record
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.messaging.commands import write_messages


@dataclass(frozen=True)
class Invitation:
    """What somebody is asked to agree to."""

    application: ApplicationView
    side: Counterparty
    sentence: T


def invitations_of(who: Holder) -> list[Invitation]:
    """What waits for this person's answer, newest first."""
    rows = Application.objects.filter(
        counterparty_index=marks.invitation_mark(who.identifier), state="awaiting_counterparty"
    )
    return [_invitation(handle) for handle in rows.order_by("-pk").values_list("uuid", flat=True)[:20]]


def invitation_of(who: Holder, handle: UUID) -> Invitation:
    """One that was made to this person's number; NoApplication for anybody else."""
    mark = marks.invitation_mark(who.identifier)
    if not Application.objects.filter(uuid=handle, counterparty_index=mark, state="awaiting_counterparty").exists():
        raise NoApplication(handle)
    return _invitation(handle)


def check_side(side: Counterparty, facts: Facts) -> list[Checked]:
    """The other side's own conditions, shown to them only."""
    return check_all(side.conditions, facts)


def agree(*, invitation: Invitation, who: Holder, facts: Facts, by: Actor) -> UUID | None:
    """On facts of this minute; the bill when it is theirs to pay. NotEntitled, SourceSilent, IllegalMove."""
    answers = [one.answer for one in check_side(invitation.side, facts)]
    if any(isinstance(one, Unknown) for one in answers):
        raise SourceSilent(invitation.application.service)
    if not all(isinstance(one, Met) for one in answers):
        raise NotEntitled(invitation.application.service)
    handle = invitation.application.uuid
    try:
        with transaction.atomic():
            invited = Application.objects.filter(uuid=handle, state="awaiting_counterparty", counterparty=None)
            if not invited.update(counterparty=who.account):
                raise IllegalMove(handle)
            record(Happening("application.agree", handle, by, {"sentence": invitation.sentence.en[:200]}))
            bill = go_on(handle, by, seen="awaiting_counterparty")
    except Overtaken as moved:
        raise IllegalMove(handle) from moved
    return bill if invitation.side.pays else None


def refuse(*, invitation: Invitation, by: Actor) -> None:
    """The applicant reads "cannot be completed", whatever the reason."""
    with transaction.atomic():
        told = _told("counterparty-declined", invitation.application.account, invitation.application.reference)
        handle = invitation.application.uuid
        if not move_application(handle, "decline", by, then=told, fingerprint=None, once=None):
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
            enqueue(*_told("counterparty-invited", account, found.reference))


def _told(template: str, account: UUID, reference: str) -> list[Task]:
    to, values = holder(account).recipient(), {"reference": reference}
    return list(write_messages(template=template, to=to, values=values, channels=("inbox", "sms"), by=SYSTEM))


def _invitation(handle: UUID) -> Invitation:
    found = application(handle)
    side = services()[found.service].counterparty
    if side is None:
        raise NoApplication(handle)
    shown = {name: T(one["shown"][0], en=one["shown"][1]) for name, one in found.asked.items()}
    return Invitation(found, side, side.sentence(shown))
