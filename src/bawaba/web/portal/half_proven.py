"""Between password and second step of proving again: it waits in the session as a log-in does, and proves nothing yet."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.sent_codes import TO_PROVE, place_for
from bawaba.identity.codes.budgets import TooOften
from bawaba.messaging.queries import is_held_up
from bawaba.web.origin import device_of
from bawaba.web.portal.ways import Ways

HALF = "half-proven"
USUAL = timedelta(seconds=15)  # a centre that works has taken a message by then


@dataclass(frozen=True)
class HalfProven:
    """Whose password was right within this session."""

    ways: Ways
    message: str  # the last one that was sent for it

    def send(self, request: Any) -> None:
        """A code by message. TooOften."""
        with transaction.atomic():
            message = self.ways.write()
        request.session[HALF] = request.session[HALF] | {"message": message}

    def take_sms(self, request: Any) -> None:
        """The same; where one was sent a moment ago, that is still good."""
        try:
            self.send(request)
        except TooOften:
            pass

    def is_late(self) -> bool:
        """Whether the centre has not taken the message although it had the time, or the message will not arrive."""
        return bool(self.message) and is_held_up(UUID(self.message), since=clock.now() - USUAL)


def begin_half(request: Any) -> None:
    """The password was right; without an app a message is sent at once. Typed once more, it begins anew."""
    before = request.session.get(HALF) or {}
    account = str(request.header.account)
    message = before.get("message", "") if before.get("account") == account else ""
    stage, at = secrets.token_urlsafe(9), clock.now().timestamp()
    request.session[HALF] = {"account": account, "at": at, "stage": stage, "message": message}
    half = half_proven(request)
    if half is not None and not half.ways.has_app():
        half.take_sms(request)


def half_proven(request: Any) -> HalfProven | None:
    """What waits in this session: for ten minutes, of this account. Its codes are of this session alone, in all its tabs."""
    found, account = request.session.get(HALF), request.header.account
    if not found or found["account"] != str(account):
        return None
    if clock.now().timestamp() - found["at"] > settings.LIMITS.sign_in_life.total_seconds():
        return None
    place = place_for(account, str(request.session.session_key))
    ways = Ways(request.user.account, TO_PROVE, place, found["stage"], device_of(request))
    return HalfProven(ways, found["message"])


def note_full_proof(request: Any, way: str) -> None:
    """Password and second step, as allauth records what was proven when; what waited is over."""
    request.session.pop(HALF, None)
    for one in ("password", way):
        record_authentication(request, request.user, one, reauthenticated=True)
