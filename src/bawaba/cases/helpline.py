"""The helpline: how an application stands, by its reference; of what it is, only once its applicant has read a code out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.staff.queries import OfficerView
from bawaba.identity.staff.rules import PORTAL
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor
from bawaba.journal.tracker import note_look

DIGITS = 6
A_DAY = timedelta(days=1)
CODE_TRIES = ((5, 86400),)


@dataclass(frozen=True)
class ApplicationStanding:
    """``service`` and the dates are empty unless the right ``code`` was read out; it is right, wrong, or empty for none."""

    state: str
    code: str
    service: str = ""
    made_at: datetime | None = None
    due_on: date | None = None


def count_look(*, officer: OfficerView) -> None:
    """Right or wrong, before anything is looked for. TooOften."""
    spend(budget="helpline.look", key=str(officer.officer), windows=((settings.LIMITS.helpline_looks_a_day, 86400),))


def code_of(application: UUID, day: date | None = None) -> str:
    """What its applicant reads out: six digits of today, which open nothing but the name of the service."""
    said = f"{application}|{(day or clock.today()).isoformat()}"
    number = int.from_bytes(keyring().code_hmac("helpline", "application", said)[:8])
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def look_at_standing(*, reference: str, code: str, officer: OfficerView) -> ApplicationStanding | None:
    """None when there is none. Each look is on its applicant's tracker."""
    row = Application.objects.filter(reference=reference).first()
    if row is None:
        return None
    with transaction.atomic():
        said = {"agency": PORTAL, "role": "helpline", "side": "own", "service": row.service}
        by = Actor("officer", str(officer.officer))
        note_look(at=row.account, what="state", by=by, application=str(row.uuid), **said)
        judged = _judged(row.uuid, code)
    if judged != "right":
        return ApplicationStanding(row.state, judged)
    return ApplicationStanding(row.state, judged, row.service, row.made_at, row.due_on)


def _judged(application: UUID, code: str) -> str:
    """Yesterday's is good as well: somebody may call over midnight. Five a day are compared, right or wrong."""
    if not code:
        return ""
    try:
        spend(budget="helpline.code", key=str(application), windows=CODE_TRIES)
    except TooOften:
        return "wrong"
    days = (clock.today(), clock.today() - A_DAY)
    same = [compare_digest(code.encode(), code_of(application, day).encode()) for day in days]
    return "right" if any(same) else "wrong"
