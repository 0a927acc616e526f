"""An approval is carried out in the register, exactly once; what follows is the document and the message."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from bawaba.cases.acting import may_all_take_effect
from bawaba.cases.catalogue import services
from bawaba.cases.commands import note_effect, note_issue, note_refusal, note_silence
from bawaba.cases.delivery.commands import request_parcel
from bawaba.cases.eservice import Delivery, EService, RegisterChange
from bawaba.cases.issuing import document_content, document_seal
from bawaba.cases.lifecycle import UNDER_WAY
from bawaba.cases.queries import ApplicationView, application
from bawaba.core.text import T
from bawaba.documents.commands import issue_document
from bawaba.documents.rules import copy_of
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Backoff, Payload, task
from bawaba.journal.ports import SYSTEM, Task, Unavailable
from bawaba.messaging.commands import write_messages
from bawaba.payments.commands import release_escrow
from bawaba.payments.queries import bill_for
from bawaba.registers.commands import apply_change, forget_facts
from bawaba.registers.ports import RegisterRefused, RegisterUnavailable

UNTIL_IT_ANSWERS = Backoff(tries=10_000)  # five minutes apart, a month: what was paid for is carried out or given back


@task("cases.carry_out", UNTIL_IT_ANSWERS)
def carry_out(payload: Payload) -> None:
    """Exactly once: the application's UUID is the register's idempotency key; retried until the register answers."""
    found = application(UUID(str(payload["application"])))
    if found.state not in UNDER_WAY:
        return
    who, service = holder(found.account), services()[found.service]
    if not may_all_take_effect(service, found.account, found.concerned):
        _stop(found, who)
        return
    try:
        result = _change_register(service, found, who)
    except RegisterUnavailable as error:
        note_silence(application=found.uuid, by=SYSTEM)
        raise Unavailable from error
    except RegisterRefused as refused:
        _refuse(found, who, refused)
        return
    reach("case.changed")
    _finish(service, found, who, result)


def _change_register(service: EService, found: ApplicationView, who: Holder) -> Mapping[str, Any]:
    if not isinstance(service.effect, RegisterChange):
        return {}
    person_key = found.concerned.person_key if found.concerned else who.person_key
    data = {**service.effect.data(found.answers), "application": str(found.uuid)}
    if service.counterparty is not None and found.counterparty is not None:
        other = holder(found.counterparty)
        data |= {service.counterparty.key: other.person_key}
        forget_facts(person_key=other.person_key)
    answer = apply_change(key=str(found.uuid), change=service.effect.change, person_key=person_key, data=data)
    forget_facts(person_key=who.person_key)
    result: Mapping[str, Any] = answer.get("result") or {}
    return result


def _refuse(found: ApplicationView, who: Holder, refused: RegisterRefused) -> None:
    values = {"reference": found.reference, "why": refused.text}
    with transaction.atomic():
        told = (*_tell(who, "application-refused", values), *_tell_other(found, "counterparty-refused"))
        note_refusal(application=found.uuid, says=refused.text, then=told, by=SYSTEM)


def _stop(found: ApplicationView, who: Holder) -> None:
    """Whoever broke in gains nothing after their victim has said so."""
    with transaction.atomic():
        told = _tell(who, "application-stopped", {"reference": found.reference})
        told = (*told, *_tell_other(found, "counterparty-refused"))
        note_refusal(application=found.uuid, says=None, then=told, move="stop", by=SYSTEM)


def _finish(service: EService, found: ApplicationView, who: Holder, result: Mapping[str, Any]) -> None:
    """Effect, document and message in one transaction."""
    with transaction.atomic():
        sends = isinstance(service.effect, Delivery)
        told = _tell(who, _says_done(service, found), {"reference": found.reference})
        told = (*told, *_tell_other(found, "application-carried-out"))
        if not note_effect(application=found.uuid, then=told, by=SYSTEM):
            transaction.set_rollback(True)  # another worker was first: its message is the one
            return
        if service.escrow and found.bill is not None:
            release_escrow(bill=found.bill, by=SYSTEM)
        if sends:
            request_parcel(application=found.uuid, by=SYSTEM)
        if service.issues is not None:
            document = _issue(service, found, who, result)
            note_issue(application=found.uuid, document=document, by=SYSTEM)
        reach("case.finished")


def _says_done(service: EService, found: ApplicationView) -> str:
    """The letter names a document only to whom it goes."""
    if isinstance(service.effect, Delivery):
        return "parcel-requested"
    for_another = found.concerned is not None and found.concerned.account
    return "application-carried-out" if service.issues is not None and not for_another else "application-done"


def _issue(service: EService, found: ApplicationView, who: Holder, result: Mapping[str, Any]) -> UUID:
    """To the applicant; under a delegation to whoever gave it; a copy to the counterparty."""
    owner = UUID(found.concerned.account) if found.concerned and found.concerned.account else found.account
    bill = bill_for(found.uuid) if found.bill is not None else None
    content = document_content(service, found, who.names_ar, who.names_en, result, bill)
    shown, kind = document_seal(content), service.issues.kind if service.issues else ""
    document = issue_document(account=owner, subject=found.uuid, kind=kind, content=content, shown=shown, by=SYSTEM)
    if found.counterparty is not None:
        other, copy = found.counterparty, copy_of(kind)
        issue_document(account=other, subject=found.uuid, kind=copy, content=content, shown=shown, by=SYSTEM)
    return document


def _tell_other(found: ApplicationView, template: str) -> tuple[Task, ...]:
    """The counterparty, where there is one."""
    if found.counterparty is None:
        return ()
    return _tell(holder(found.counterparty), template, {"reference": found.reference})


def _tell(who: Holder, template: str, values: Mapping[str, str | T]) -> tuple[Task, ...]:
    return write_messages(template=template, to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM)
