"""Hand messages over: render in the person's language, call the connector outside of any transaction, wipe the text."""

from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, transaction

from bawaba.core import clock
from bawaba.core.plugs import plug
from bawaba.journal.commands import enqueue
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM, Task, Unavailable
from bawaba.messaging.commands import end_message, note_receipt
from bawaba.messaging.models import Message
from bawaba.messaging.ports import EmailRelay, Receipt, SmsCentre
from bawaba.messaging.rendering import rendered
from bawaba.messaging.sealing import opened, values_of
from bawaba.messaging.shelf import templates
from bawaba.messaging.waking import nudge_for, wake
from bawaba.messaging.wishing import due_of, put_off

RECEIPT_WAITS = timedelta(minutes=10)


@cache
def sms_centre() -> SmsCentre:
    """The SMS centre of this installation, listening for receipts."""
    centre: SmsCentre = plug(settings.CONNECTORS["sms"])
    centre.listen(hear_receipt)
    return centre


def hear_receipt(receipt: Receipt) -> None:
    """A receipt may be faster than the note of its provider id: it waits in the outbox, and survives this process."""
    payload = {"provider_id": receipt.provider_id, "delivered": int(receipt.delivered)}
    try:
        with transaction.atomic():
            if not note_receipt(receipt=receipt, by=SYSTEM):
                enqueue(Task("messaging.receipt", payload, until=clock.now() + RECEIPT_WAITS))
    finally:
        close_old_connections()  # this is a thread of the connector's


@task("messaging.receipt")
def take_receipt(payload: Payload) -> None:
    """Once; a receipt of a message that nobody knows is forgotten after a while."""
    receipt = Receipt(str(payload["provider_id"]), delivered=bool(payload["delivered"]))
    if not note_receipt(receipt=receipt, by=SYSTEM):
        raise Unavailable("no message of that id yet")


@cache
def email_relay() -> EmailRelay:
    """The mail relay of this installation."""
    relay: EmailRelay = plug(settings.CONNECTORS["email"])
    return relay


def give_up_message(payload: Payload, ending: str) -> None:
    """Its number does not exist, its code has expired, or nobody took it for hours."""
    end_message(message=UUID(str(payload["message"])), move="fail" if ending == "refused" else "drop", by=SYSTEM)


@task("messaging.deliver", give_up=give_up_message)
def deliver_message(payload: Payload) -> None:
    """Send one written message. A crash between the call and the note repeats it at most once a crash."""
    row = Message.objects.filter(uuid=UUID(str(payload["message"])), state="written").first()
    if row is None or row.turn != payload.get("turn", 0):
        return
    due = None if "at_once" in payload else due_of(row, clock.now())
    if due is not None:
        with transaction.atomic():
            enqueue(*put_off(row, due))
        return
    provider_id = _hand_over(row)
    reach("message.handed_over")
    Message.objects.filter(pk=row.pk, state="written").update(
        state="handed_over",
        handed_over_at=clock.now(),
        provider_id=provider_id,
        destination=None,
        values=None,
    )


def _hand_over(row: Message) -> str:
    template = templates()[row.template]
    values, to = values_of(row), opened(row, row.destination)
    if row.channel == "push":
        wake(UUID(to), nudge_for(template, values, row.language))
        return ""
    if row.channel == "sms":
        return sms_centre().send(to=to, text=rendered(template.sms, template, values, row.language), ref=str(row.uuid))
    title, body = template.title or template.sms, template.body or template.sms
    return email_relay().send(
        to=to,
        subject=rendered(title, template, values, row.language),
        text=rendered(body, template, values, row.language),
        ref=str(row.uuid),
    )
