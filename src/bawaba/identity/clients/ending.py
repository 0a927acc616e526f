"""Log-ins elsewhere end: one UPDATE for all of them, one event, and every agency that wants to know is told."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bawaba.core import clock
from bawaba.identity.accounts.browsers import rest_device
from bawaba.identity.accounts.open_sessions import name_of_session
from bawaba.identity.accounts.session_list import end_session
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.clients.lifecycle import LOGIN
from bawaba.identity.clients.models import Login
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task


def end_logins(which: Q, *, account: UUID, reason: str, by: Actor) -> None:
    """In the caller's transaction or its own; none is none."""
    step = LOGIN.move("end")
    with transaction.atomic():
        rows = Login.objects.filter(which, state__in=step.sources).order_by("pk")
        found = list(rows.values_list("pk", "uuid", "consent_id", "sid"))
        ended = Login.objects.filter(pk__in=[one[0] for one in found], state__in=step.sources)
        if not found or not (count := ended.update(state=step.target, ended_at=clock.now())):
            return
        once = {(consent, sid): handle for _, handle, consent, sid in found}
        told = [Task("clients.tell_logout", {"login": str(handle)}) for handle in once.values()]
        record(Happening("login_elsewhere.end", account, by, {"reason": reason}, count=count), then=told)


def log_out(*, session: SessionStore, device: str = "") -> None:
    """Log out here, and wake this device no more: the session is gone first, so that no log-in elsewhere slips past it; then those that it began end."""
    line = session.line()
    with transaction.atomic():
        name = name_of_session(session.session_key)
        session.flush()
        if name and line is not None:
            by = Actor("person", str(line.account))
            rest_device(account=line.account, device=device, by=by)
            end_logins(Q(account=line.account, session=name), account=line.account, reason="logged_out", by=by)


def log_out_there(*, account: UUID, session: str, session_key: str | None, by: Actor) -> None:
    """Of another session, by its name, in the same order; a second click finds it done. SessionOver."""
    with transaction.atomic():
        if end_session(account=account, name=session, session_key=session_key, by=by):
            end_logins(Q(account=account, session=session), account=account, reason="logged_out", by=by)
