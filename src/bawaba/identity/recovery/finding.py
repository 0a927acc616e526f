"""Whose number was named; a worker looks, so that the page of whoever names never reveals who exists."""

from uuid import UUID

from django.db import transaction

from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face, face
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.recovery.models import Trusted
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, on, task
from bawaba.journal.ports import SYSTEM
from bawaba.journal.vault import blind_index, unseal
from bawaba.messaging.commands import write_messages


@task("trusted.find")
def find_receiver(payload: Payload) -> None:
    """The holder of the number, if there is one, is asked. Twice is once."""
    row = Trusted.objects.filter(uuid=UUID(str(payload["tie"])), state="named").first()
    if row is not None:
        number = unseal(row.giver, "trusted.receiver", row.uuid, row.receiver_sealed)
        account = live_account_of_number(number)
        if account is not None:
            _ask(row, face(account))


@on("attestation.accept", "recovery.account_opened")
def find_those_who_named(payload: Payload) -> None:
    """Somebody was named before they had an account. The event that has messages to send anyhow: R5 writes no further row for it."""
    me = face(UUID(str(payload["subject"])))
    index = blind_index("trusted.receiver", me.identifier)
    for row in Trusted.objects.filter(receiver_index=index, receiver__isnull=True, state="named"):
        _ask(row, me)


def _ask(row: Trusted, receiver: Face) -> None:
    giver = face(row.giver)
    with transaction.atomic():
        mine = Trusted.objects.filter(pk=row.pk, receiver__isnull=True, state="named")
        if mine.update(receiver=receiver.account):
            name = T(giver.name.ar, en=giver.name.en)
            to = holder(receiver.account).recipient()
            channels = ("inbox", "sms")
            enqueue(
                *write_messages(template="relative-asked", to=to, values={"name": name}, channels=channels, by=SYSTEM)
            )
