"""Hand messages over: render in the person's language, call the connector outside of any transaction, wipe the text."""

import json
from functools import cache
from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.plugs import plug
from bawaba.journal.handlers import Payload, task
from bawaba.journal.keys import keyring
from bawaba.journal.ports import SYSTEM, Refused
from bawaba.messaging.commands import SEALED_AS, note_receipt
from bawaba.messaging.models import Message
from bawaba.messaging.ports import EmailRelay, SmsCentre
from bawaba.messaging.rendering import rendered
from bawaba.messaging.shelf import templates


@cache
def sms_centre() -> SmsCentre:
    """The SMS centre of this installation, listening for receipts."""
    centre: SmsCentre = plug(settings.CONNECTORS["sms"])
    centre.listen(lambda receipt: note_receipt(receipt=receipt, by=SYSTEM))
    return centre


@cache
def email_relay() -> EmailRelay:
    """The mail relay of this installation."""
    relay: EmailRelay = plug(settings.CONNECTORS["email"])
    return relay


@task("messaging.deliver")
def deliver_message(payload: Payload) -> None:
    """Send one written message. A crash between the call and the note repeats it at most once a crash."""
    row = Message.objects.filter(uuid=UUID(str(payload["message"])), state="written").first()
    if row is None:
        return
    try:
        provider_id = _hand_over(row)
    except Refused:
        Message.objects.filter(pk=row.pk, state="written").update(state="failed", destination=None, values=None)
        raise
    Message.objects.filter(pk=row.pk, state="written").update(
        state="handed_over",
        handed_over_at=clock.now(),
        provider_id=provider_id,
        destination=None,
        values=None,
    )


def _hand_over(row: Message) -> str:
    template = templates()[row.template]
    values = json.loads(_opened(row, row.values))
    to = _opened(row, row.destination)
    if row.channel == "sms":
        return sms_centre().send(to=to, text=rendered(template.sms, template, values, row.language), ref=str(row.uuid))
    title, body = template.title or template.sms, template.body or template.sms
    return email_relay().send(
        to=to,
        subject=rendered(title, template, values, row.language),
        text=rendered(body, template, values, row.language),
        ref=str(row.uuid),
    )


def _opened(row: Message, sealed: bytes | None) -> str:
    return keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(sealed or b""))
