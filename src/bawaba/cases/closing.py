"""What the closing of an account means for what it has applied for, and the certificate that its owner takes along."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bawaba.cases.appointments.queries import seats_ahead
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.issued import Row
from bawaba.cases.lifecycle import APPLICATION, OPEN, UNDER_WAY
from bawaba.cases.models import Application, Reminder
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.documents.commands import issue_document
from bawaba.identity.accounts.closing import close_account
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM, Actor

CERTIFICATE = "account-closed"
CLOSED = "closed"  # in the session, which is nobody's then
TITLE = T("شهادة إغلاق حساب", en="Certificate of a closed account")
NAME = T("الاسم", en="Name")
NUMBER = T("رقم صاحبه", en="Number of its holder")
WHEN = T("أُغلق في", en="Closed at")
WHO = T("أغلقه", en="Closed by")
ON_PORTAL = T("صاحب الحساب، في البوابة", en="Its holder, on the portal")
AT_KIOSK = T("صاحب الحساب، عند جهاز خدمة ذاتية", en="Its holder, at a self-service kiosk")
WITHDRAWN = APPLICATION.move("cancel").sources
SHOWN = 50


class StillMoving(Exception):
    """Something was paid or decided in the same moment: it is looked at again."""


@dataclass(frozen=True)
class Ending:
    """(reference, service) of what is withdrawn and of what goes on, newest first; how many appointments are given back."""

    withdrawn: list[tuple[str, str]]
    carried_on: list[tuple[str, str]]
    appointments: int


def what_ends(account: UUID) -> Ending:
    """In one statement: what a page says before its button."""
    rows = Application.objects.filter(account=account, state__in=("draft", *OPEN)).annotate(number=F("pk"))
    both = rows.values_list("number", "state", "reference", "service").union(seats_ahead(account), all=True)
    found = list(both.order_by("-number")[:SHOWN])
    withdrawn = [(reference, service) for _, state, reference, service in found if state in WITHDRAWN]
    carried_on = [(reference, service) for _, state, reference, service in found if state in UNDER_WAY]
    return Ending(withdrawn, carried_on, sum(state == "booked" for _, state, _, _ in found))


def close_with_certificate(*, account: UUID, session: SessionStore, by: Actor) -> None:
    """Closed, certified and signed out in one transaction; the session that asked keeps which certificate it may fetch.

    SessionOver, MayNotClose.
    """
    with transaction.atomic():
        now = clock.now()
        close_account(account=account, session_key=session.session_key, by=by)
        handle = certify(account=account, closed_by=ON_PORTAL, by=by)
        session.leave({CLOSED: {"account": str(account), "document": str(handle), "at": now.isoformat()}})


def certify(*, account: UUID, closed_by: T, by: Actor) -> UUID:
    """In the transaction of the closing; of one account there is one."""
    who = holder(account)
    rows = (
        Row(NAME, T(who.names_ar or who.names_en, en=who.names_en or who.names_ar)),
        Row(NUMBER, who.identifier, "code"),
        Row(WHEN, clock.now().isoformat(), "moment"),
        Row(WHO, closed_by),
    )
    content = {
        "title": [TITLE.ar, TITLE.en],
        "name": [who.names_ar, who.names_en],
        "rows": [row.kept() for row in rows],
    }
    shown = {"t": content["title"], "n": content["name"], "no": who.identifier}
    return issue_document(account=account, subject=account, kind=CERTIFICATE, content=content, shown=shown, by=by)


@on("account.close", "cases.account_closed")
@on("account.end", "cases.account_closed")
def withdraw_with_account(payload: Payload) -> None:
    """What waits for its owner or an officer is withdrawn, and what was paid for it goes back; what is being carried out goes on.

    Twice is like once.
    """
    account = UUID(str(payload["subject"]))
    waiting = Application.objects.filter(account=account, state__in=WITHDRAWN)
    for handle in list(waiting.values_list("uuid", flat=True)):
        try:
            cancel_application(application=handle, account=account, by=SYSTEM)
        except IllegalMove:
            continue  # it has just gone on
    Reminder.objects.filter(account=account, told_at__isnull=True).delete()
    if waiting.exists():
        raise StillMoving(account)
