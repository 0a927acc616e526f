"""Every act for another says so: an event of each side, a letter to each in their language, rows of the document."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from bawaba.cases.catalogue import services
from bawaba.cases.concerns import Concerned, account_of
from bawaba.cases.issued import Row
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.journal.commands import enqueue, record
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.vault import opener, with_keys
from bawaba.messaging.commands import write_messages

APPLIED = T("قدّم الطلب", en="Applied for by")
ON_BEHALF = T("نيابة عن", en="On behalf of")
RIGHT = T("بحق", en="By right of")


@dataclass(frozen=True)
class ActedFor:
    """For whom an application was, as the applicant's own page says it."""

    name: T
    reference: str


def note_act(*, concerned: Concerned, account: UUID, service: str, application: UUID, by: Actor) -> None:
    """In the transaction of the act. Whom it concerns is told what was asked for, and not which application it is."""
    said = {"service": service, "right": concerned.relation}
    told = Task("cases.tell_acting", {"application": str(application)})
    record(Happening("behalf.act", account, by, {**said, "application": str(application)}), then=[told])
    other = account_of(concerned)
    if other is not None:
        record(Happening("behalf.undergo", other, by, {**said, "actor": str(account)}))


@task("cases.tell_acting")
def tell_acting(payload: Payload) -> None:
    """Both, in one transaction; the giver of a delegation hears it in the words of their delegation."""
    found = application(UUID(str(payload["application"])))
    if found.concerned is None:
        return
    service, actor = services()[found.service].title, holder(found.account)
    with transaction.atomic():
        said = {"service": service, "name": found.concerned.name, "reference": found.reference}
        _tell(actor, "behalf-applied", ("inbox",), said)
        other = account_of(found.concerned)
        if other is not None and not found.concerned.delegation:
            named = {"service": service, "name": _name(actor), "right": found.concerned.right}
            _tell(holder(other), "behalf-applied-for-you", ("inbox", "sms"), named)


def acted_for(account: UUID, applications: Sequence[UUID]) -> dict[UUID, ActedFor]:
    """Of one's own applications, for whom each was; one statement, none for none."""
    if not applications:
        return {}
    rows = Application.objects.filter(account=account, uuid__in=applications, concerns__isnull=False)
    return {row.uuid: ActedFor(_whom(row).name, row.reference) for row in with_keys(rows, "account")}


def rows_on_behalf(concerned: Concerned | None, applicant: T) -> list[Row]:
    """What a document says of it; nothing where everybody acts for themselves."""
    if concerned is None:
        return []
    return [Row(APPLIED, applicant), Row(ON_BEHALF, concerned.name), Row(RIGHT, concerned.right)]


def _whom(row: Any) -> Concerned:
    return Concerned(**json.loads(opener(row.account, row.wrapped_key)("application.concerns", row.uuid, row.concerns)))


def _name(who: Holder) -> T:
    return T(who.names_ar or who.names_en, en=who.names_en or who.names_ar)


def _tell(to: Holder, template: str, channels: Sequence[str], values: dict[str, str | T]) -> None:
    enqueue(*write_messages(template=template, to=to.recipient(), values=values, channels=channels, by=SYSTEM))
