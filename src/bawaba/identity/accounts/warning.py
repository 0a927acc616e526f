"""What every address of an account is told at once: each with a "not you?" link of its own, as strong as R9 lets it be."""

from collections.abc import Mapping
from uuid import UUID

from bawaba.core import clock
from bawaba.identity.accounts.addresses import addresses_to_warn
from bawaba.identity.accounts.repudiation import repudiation_link
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.messaging.rendering import Value

ON_THE_PORTAL = {"channel": "portal"}


def warn_every_address(
    *, account: UUID, template: str, values: Mapping[str, Value] | None = None, about: Mapping[str, str] = ON_THE_PORTAL
) -> list[Task]:
    """In the transaction of what it tells, before an address is taken away; the template has ``at`` and ``link`` besides.

    ``about``: what a press of the link flags: channel, attestor, place.
    """
    return [
        task
        for to, trusted in addresses_to_warn(account)
        for task in _warn(to, template, values or {}, about, trusted=trusted)
    ]


def _warn(
    to: Recipient, template: str, values: Mapping[str, Value], about: Mapping[str, str], *, trusted: bool
) -> tuple[Task, ...]:
    power = "suspend" if trusted else "freeze"
    link = repudiation_link(account=to.subject, power=power, about=about)
    said = {**values, "at": clock.now().isoformat(), "link": link}
    return write_messages(template=template, to=to, values=said, channels=("sms", "email"), by=SYSTEM)
