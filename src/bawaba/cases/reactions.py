"""What follows: a paid bill approves, an approval is carried out in the register, an effect issues its document."""

from uuid import UUID

from django.db import transaction

from bawaba.cases.commands import approve_paid, note_effect, note_issue, note_refusal, service_of
from bawaba.cases.queries import application, application_of_bill
from bawaba.documents.commands import issue_document
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.journal.handlers import Payload, on, task
from bawaba.journal.ports import SYSTEM, Task, Unavailable
from bawaba.messaging.commands import write_messages
from bawaba.payments.queries import bill_for
from bawaba.registers.commands import apply_change
from bawaba.registers.ports import RegisterRefused, RegisterUnavailable


@on("bill.pay", "cases.bill_paid")
def approve_when_paid(payload: Payload) -> None:
    """The bill's application goes on, and the payer is told."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is not None:
        approve_paid(application=found, by=SYSTEM)


@task("cases.carry_out")
def carry_out(payload: Payload) -> None:
    """Exactly once: the application's UUID is the register's idempotency key; retried until the register answers."""
    handle = UUID(str(payload["application"]))
    found = application(handle)
    who, service = holder(found.account), service_of(found.service)
    if found.state != "approved" or service.effect is None:
        return
    data = {**service.effect.data(found.answers), "application": str(handle)}
    try:
        apply_change(key=str(handle), change=service.effect.change, person_key=who.person_key, data=data)
    except RegisterUnavailable as error:
        raise Unavailable from error
    except RegisterRefused as refused:
        told = _tell(who, "application-refused", {"reference": found.reference, "why": refused.text.in_(who.language)})
        note_refusal(application=handle, says=refused.text, then=told, by=SYSTEM)
        return
    _finish(handle, who)


def _finish(handle: UUID, who: Holder) -> None:
    """Effect, document and message in one transaction."""
    found = application(handle)
    service = service_of(found.service)
    with transaction.atomic():
        told = _tell(who, "application-carried-out", {"reference": found.reference})
        if not note_effect(application=handle, then=told, by=SYSTEM):
            return
        if service.issues:
            _issue(handle, who)
            note_issue(application=handle, by=SYSTEM)


def _issue(handle: UUID, who: Holder) -> None:
    found, bill = application(handle), bill_for(handle)
    service = service_of(found.service)
    content = {
        "title": [service.title.ar, service.title.en],
        "name": [who.names_ar, who.names_en],
        "application": found.reference,
        "bill": bill.reference,
        "lines": [[line.label.ar, line.label.en, line.amount.halalas] for line in bill.lines],
        "halalas": bill.total.halalas,
        "currency": bill.total.currency,
        "paid_at": bill.paid_at.isoformat() if bill.paid_at else None,
    }
    shown = {"t": [service.title.ar, service.title.en], "sum": bill.total.halalas, "cur": bill.total.currency}
    issue_document(account=found.account, subject=handle, kind=service.issues, content=content, shown=shown, by=SYSTEM)


def _tell(who: Holder, template: str, values: dict[str, str]) -> tuple[Task, ...]:
    return write_messages(template=template, to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM)
