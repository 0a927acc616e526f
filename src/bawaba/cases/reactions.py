"""What follows: a paid bill approves, an approval is carried out in the register, an effect issues its document."""

from uuid import UUID

from django.db import transaction

from bawaba.cases.catalogue import services
from bawaba.cases.commands import approve_paid, drop_with_bill, note_effect, note_issue, note_refusal, note_silence
from bawaba.cases.eservice import EService
from bawaba.cases.lifecycle import UNDER_WAY
from bawaba.cases.queries import ApplicationView, application, application_of_bill
from bawaba.cases.submission import follow_up
from bawaba.documents.commands import issue_document
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Backoff, Payload, on, task
from bawaba.journal.ports import SYSTEM, Task, Unavailable
from bawaba.messaging.commands import write_messages
from bawaba.payments.queries import bill_for
from bawaba.registers.commands import apply_change
from bawaba.registers.ports import RegisterRefused, RegisterUnavailable

UNTIL_IT_ANSWERS = Backoff(tries=10_000)  # five minutes apart, a month: what was paid for is carried out or given back


@on("bill.pay", "cases.bill_paid")
def approve_when_paid(payload: Payload) -> None:
    """The bill's application goes on."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is not None:
        approve_paid(application=found, then=follow_up(found), by=SYSTEM)


@on("bill.cancel", "cases.bill_cancelled")
def drop_when_cancelled(payload: Payload) -> None:
    """Whoever cancelled it: an application without a bill to pay stands in nobody's way."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is not None:
        drop_with_bill(application=found)


@task("cases.carry_out", UNTIL_IT_ANSWERS)
def carry_out(payload: Payload) -> None:
    """Exactly once: the application's UUID is the register's idempotency key; retried until the register answers."""
    found = application(UUID(str(payload["application"])))
    if found.state not in UNDER_WAY:
        return
    who, service = holder(found.account), services()[found.service]
    try:
        _change_register(service, found, who)
    except RegisterUnavailable as error:
        note_silence(application=found.uuid, by=SYSTEM)
        raise Unavailable from error
    except RegisterRefused as refused:
        _refuse(found, who, refused)
        return
    reach("case.changed")
    _finish(service, found, who)


def _change_register(service: EService, found: ApplicationView, who: Holder) -> None:
    if service.effect is None:
        return
    data = {**service.effect.data(found.answers), "application": str(found.uuid)}
    apply_change(key=str(found.uuid), change=service.effect.change, person_key=who.person_key, data=data)


def _refuse(found: ApplicationView, who: Holder, refused: RegisterRefused) -> None:
    values = {"reference": found.reference, "why": refused.text.in_(who.language)}
    with transaction.atomic():
        told = _tell(who, "application-refused", values)
        note_refusal(application=found.uuid, says=refused.text, then=told, by=SYSTEM)


def _finish(service: EService, found: ApplicationView, who: Holder) -> None:
    """Effect, document and message in one transaction."""
    with transaction.atomic():
        told = _tell(who, "application-carried-out", {"reference": found.reference})
        if not note_effect(application=found.uuid, then=told, by=SYSTEM):
            transaction.set_rollback(True)  # another worker was first: its message is the one
            return
        if service.issues:
            document = _issue(service, found, who)
            note_issue(application=found.uuid, document=document, by=SYSTEM)
        reach("case.finished")


def _issue(service: EService, found: ApplicationView, who: Holder) -> UUID:
    title = [service.title.ar, service.title.en]
    content = {"title": title, "name": [who.names_ar, who.names_en], "application": found.reference}
    shown: dict[str, object] = {"t": title}
    if found.bill is not None:
        bill = bill_for(found.uuid)
        content |= {
            "bill": bill.reference,
            "lines": [[line.label.ar, line.label.en, line.amount.halalas] for line in bill.lines],
            "halalas": bill.total.halalas,
            "currency": bill.total.currency,
            "paid_at": bill.paid_at.isoformat() if bill.paid_at else None,
        }
        shown |= {"sum": bill.total.halalas, "cur": bill.total.currency}
    kind = service.issues
    return issue_document(account=found.account, subject=found.uuid, kind=kind, content=content, shown=shown, by=SYSTEM)


def _tell(who: Holder, template: str, values: dict[str, str]) -> tuple[Task, ...]:
    return write_messages(template=template, to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM)
