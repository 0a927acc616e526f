"""Back-channel logout: a worker tells an agency that somebody has gone, and goes on trying for a while."""

from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings

from bawaba.core.plugs import plug
from bawaba.identity.clients.models import Login
from bawaba.identity.clients.ports import LogoutReceiver
from bawaba.identity.clients.queries import login_from
from bawaba.identity.clients.signing import logout_token
from bawaba.journal.handlers import Backoff, Payload, task

PATIENCE = Backoff(first=timedelta(seconds=10), most=timedelta(minutes=30), tries=40)


@cache
def receiver() -> LogoutReceiver:
    """How agencies are told."""
    connector: LogoutReceiver = plug(settings.LOGOUT_CONNECTOR)
    return connector


@task("clients.tell_logout", PATIENCE)
def tell_logout(payload: Payload) -> None:
    """Whoever wants to know has an address for it; the same log-in has the same ``jti`` however often it is told."""
    row = Login.objects.select_related("consent__party").filter(uuid=UUID(str(payload["login"]))).first()
    if row is not None and row.consent.party.logout_notice_uri:
        login = login_from(row)
        receiver().tell(address=login.party.logout_notice_uri, token=logout_token(login))
