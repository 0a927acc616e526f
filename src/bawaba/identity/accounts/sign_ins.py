"""Every sign-in is an event with its device in plain words; one from a device not seen before is told to every address."""

from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.browsers import in_words
from bawaba.identity.accounts.devices import note_device
from bawaba.identity.accounts.opened_on import OpenedOn
from bawaba.identity.accounts.queries import Holder
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.queries import has_happened, how_often

SIGNED_IN = "account.sign_in"


def record_sign_in(*, who: Holder, ways: str, device: str, opened: OpenedOn, by: Actor) -> None:
    """In the gate's transaction; a worker looks afterwards whether the account sleeps."""
    known = note_device(account=who.account, device=device)
    told = [] if known or _was_just_welcomed(who) else _told(who.account, opened)
    look = Task("accounts.look", {"account": str(who.account)})
    said = {"ways": ways, "browser": opened.browser, "system": opened.system, "known_device": known}
    record(Happening(SIGNED_IN, who.account, by, said), then=(look, *told))


def _was_just_welcomed(who: Holder) -> bool:
    """Its very first sign-in while the "not you?" of its welcome is good: no device was ever seen to compare this one with."""
    welcomed = who.activated_at > clock.now() - settings.LIMITS.repudiation_life
    return welcomed and not has_happened(who.account, SIGNED_IN)


def _told(account: UUID, opened: OpenedOn) -> list[Task]:
    """Each by itself, and after so many in a day one that says there are more: an inbox that drowns warns of nothing."""
    before = how_often(account, SIGNED_IN, since=clock.midnight(), known_device=False)
    if before > settings.LIMITS.new_device_notices:
        return []
    template = "new-device" if before < settings.LIMITS.new_device_notices else "new-devices"
    device = in_words(opened.browser, opened.system)
    return warn_every_address(account=account, template=template, values={"device": device})
