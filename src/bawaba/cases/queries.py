"""The only readers of applications for others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bawaba.cases.lifecycle import OPEN
from bawaba.cases.models import Application
from bawaba.core.text import T
from bawaba.journal.vault import unseal

PAGE = 20


class NoApplication(LookupError):
    """None of that name, or not this person's."""


@dataclass(frozen=True)
class ApplicationView:
    """An application as its pages show it; ``asked`` keeps the labels as they were."""

    uuid: UUID
    number: int
    reference: str
    account: UUID
    service: str
    state: str
    asked: Mapping[str, Any]
    bill: UUID | None
    refusal: T | None
    made_at: datetime
    changed_at: datetime

    @property
    def answers(self) -> dict[str, list[str]]:
        """Values only."""
        return {name: list(one["chosen"]) for name, one in self.asked.items()}

    @property
    def is_open(self) -> bool:
        """Not yet ended."""
        return self.state in OPEN


def application(handle: UUID) -> ApplicationView:
    """By UUID; for tasks."""
    row = Application.objects.filter(uuid=handle).first()
    if row is None:
        raise NoApplication(handle)
    return _view(row)


def application_of(account: UUID, handle: UUID) -> ApplicationView:
    """The person's own; another's is not there."""
    row = Application.objects.filter(uuid=handle, account=account).first()
    if row is None:
        raise NoApplication(handle)
    return _view(row)


def applications_of(account: UUID, before: int | None = None) -> list[ApplicationView]:
    """Newest first, by key."""
    rows = Application.objects.filter(account=account)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.order_by("-pk")[:PAGE]]


def application_of_bill(bill: UUID) -> UUID | None:
    """Whose bill it is."""
    return Application.objects.filter(bill=bill).values_list("uuid", flat=True).first()


def _view(row: Application) -> ApplicationView:
    return ApplicationView(
        uuid=row.uuid,
        number=row.pk,
        reference=row.reference,
        account=row.account,
        service=row.service,
        state=row.state,
        asked=json.loads(unseal(row.account, "application.answers", row.uuid, row.answers)),
        bill=row.bill,
        refusal=T(row.refusal_ar, en=row.refusal_en) if row.refusal_ar else None,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )
