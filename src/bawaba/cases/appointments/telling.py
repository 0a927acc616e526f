"""What the person is told of an appointment: inbox and SMS, in the caller's transaction."""

from datetime import datetime

from bawaba.cases.appointments.ports import Office
from bawaba.identity.accounts.queries import Holder
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import write_messages


def tell(template: str, who: Holder, reference: str, starts_at: datetime, office: Office | None) -> tuple[Task, ...]:
    """Reference, time and office; an office whose file is gone is named by nothing."""
    values = {"reference": reference, "moment": starts_at.isoformat(), "office": office.name if office else "—"}
    return write_messages(template=template, to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM)
