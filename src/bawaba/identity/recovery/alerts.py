"""What everybody is told: at once when a recovery waits, and when it was stopped."""

from django.conf import settings

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.addresses import addresses_to_tell
from bawaba.identity.accounts.queries import holder
from bawaba.identity.recovery.models import Proof, Recovery, Trusted
from bawaba.identity.recovery.queries import SEALED_AS
from bawaba.journal.keys import keyring
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.messaging.rendering import Value

BY_ADDRESS, LETTER = ("sms", "email"), ("inbox",)


def tell_waiting(row: Recovery, token: str | None) -> list[Task]:
    """Every address, also the phone that is said to be lost, the inbox, and the relatives who did not vouch.

    Without a token (contested) the link leads to the log-in, behind which it is stopped.
    """
    until = row.cools_until.isoformat() if row.cools_until else ""
    template, page = ("recovery-waits", f"/recover/stop/{token}") if token else ("recovery-waits-again", "/relatives/")
    told = _tell_holder(row, template, {"until": until, "link": f"{settings.BAWABA.public_url}{page}"})
    return [*told, *_tell_other_relatives(row)]


def tell_stopped(row: Recovery) -> list[Task]:
    """The same addresses, and the phone that would have become the account's."""
    told = _tell_holder(row, "recovery-stopped", {"at": clock.now().isoformat()})
    return [*told, *_to_new_phone(row, "recovery-stopped", {"at": clock.now().isoformat()})]


def tell_way_back(row: Recovery, token: str) -> list[Task]:
    """The new phone gets the link with which its holder comes back once the time is over."""
    return _to_new_phone(row, "recovery-back", {"link": f"{settings.BAWABA.public_url}/recover/back/{token}"})


def _tell_holder(row: Recovery, template: str, values: dict[str, Value]) -> list[Task]:
    tasks: list[Task] = []
    for to in addresses_to_tell(row.account):
        tasks += write_messages(template=template, to=to, values=values, channels=BY_ADDRESS, by=SYSTEM)
    letter = Recipient(subject=row.account, language=holder(row.account).recipient().language)
    tasks += write_messages(template=template, to=letter, values=values, channels=LETTER, by=SYSTEM)
    return tasks


def _tell_other_relatives(row: Recovery) -> list[Task]:
    vouched = Proof.objects.filter(recovery=row, relative__isnull=False).values_list("relative", flat=True)
    others = Trusted.objects.filter(giver=row.account, state="trusted").exclude(receiver__in=list(vouched))
    who, tasks = holder(row.account), []
    name = T(who.names_ar or who.names_en, en=who.names_en or who.names_ar)
    for receiver in others.values_list("receiver", flat=True):
        to = holder(receiver).recipient()
        tasks += write_messages(
            template="recovery-waits-relative", to=to, values={"name": name}, channels=("sms", "inbox"), by=SYSTEM
        )
    return tasks


def _to_new_phone(row: Recovery, template: str, values: dict[str, Value]) -> list[Task]:
    if row.phone_sealed is None:
        return []
    phone = keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(row.phone_sealed))
    to = Recipient(subject=row.account, language=row.language, phone=phone)
    return list(write_messages(template=template, to=to, values=values, channels=("sms",), by=SYSTEM))
