"""What the two sides of a delegation are told; a worker does it, so that the giver's page never reveals who exists."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bawaba.core.text import T
from bawaba.identity.accounts.invited import channels_to
from bawaba.identity.accounts.queries import Holder, holder, live_account_of_number
from bawaba.identity.delegation.queries import DelegationView, delegation
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages


@task("delegation.invite")
def invite(payload: Payload) -> None:
    """Tell the holder of the number, if there is one."""
    found = _found(payload)
    account = live_account_of_number(found.number)
    if account is not None and found.state == "offered":
        _tell("delegation-offered", holder(account), holder(found.giver), channels_to(account))


@task("delegation.tell_answered")
def tell_answered(payload: Payload) -> None:
    """Tell the giver what came of the offer."""
    found = _found(payload)
    accepted = payload["move"] == "accept"  # whatever happened since
    name = "delegation-accepted" if accepted else "delegation-declined"
    giver = holder(found.giver)
    _tell(name, giver, holder(found.receiver) if found.receiver else giver)


@task("delegation.tell_ended")
def tell_ended(payload: Payload) -> None:
    """Tell the side that did not end it."""
    found, ended_by = _found(payload), UUID(str(payload["ended_by"]))
    if found.receiver is None:
        return  # an offer that was withdrawn unseen
    other = found.receiver if ended_by == found.giver else found.giver
    _tell("delegation-ended", holder(other), holder(ended_by))


@task("delegation.tell_used")
def tell_used(payload: Payload) -> None:
    """Tell the giver at once that somebody acted for them, and in what."""
    found = _found(payload)
    if found.receiver is not None:
        _tell("delegation-used", holder(found.giver), holder(found.receiver))


def _found(payload: Payload) -> DelegationView:
    return delegation(UUID(str(payload["delegation"])))


def _tell(template: str, to: Holder, about: Holder, channels: Sequence[str] = ("inbox", "sms")) -> None:
    name = T(about.names_ar or about.names_en, en=about.names_en or about.names_ar)
    with transaction.atomic():
        enqueue(
            *write_messages(
                template=template,
                to=to.recipient(),
                values={"name": name},
                channels=channels,
                by=SYSTEM,
            )
        )
