"""Wake one browser: what it is told is its language and nothing else, and the letter is read on the portal."""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.core.plugs import plug
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Refused
from bawaba.messaging.browsers import note_gone, subscription_of
from bawaba.messaging.ports import Gone, Nudge, PushService
from bawaba.messaging.rendering import Kept, deadline_of
from bawaba.messaging.shelf import Kind, MessageTemplate

TOPIC = "letters"  # several that wait while a device is off are one
LIVES: dict[Kind, timedelta] = {
    "code": timedelta(minutes=5),
    "security": timedelta(days=3),
    "registration": timedelta(days=1),
    "case": timedelta(days=1),
    "reminder": timedelta(hours=12),
}


@cache
def push_service() -> PushService:
    """How this installation calls the services of browsers."""
    service: PushService = plug(settings.PUSH_CONNECTOR)
    return service


def nudge_for(template: MessageTemplate, values: Mapping[str, Kept], language: str) -> Nudge:
    """Kept by the service as long as its kind is worth, and never past the deadline of which the letter speaks."""
    lives, ends = LIVES[template.kind], deadline_of(template, dict(values))
    if ends is not None:
        lives = max(timedelta(0), min(lives, ends - clock.now()))
    urgency = "high" if template.always and template.kind != "registration" else "normal"
    return Nudge(json.dumps({"language": language}), int(lives.total_seconds()), urgency, TOPIC)


def wake(browser: UUID, nudge: Nudge) -> None:
    """Outside of any transaction. Refused when it was given up meanwhile, or its key is gone; Gone is noted first."""
    found = subscription_of(browser)
    if found is None:
        raise Refused("given up")
    subscription, key_id = found
    key = next((one for one in keyring().private_jwks("push") if one["kid"] == key_id), None)
    if key is None:
        raise Refused("its key is gone")
    try:
        push_service().wake(browser=subscription, nudge=nudge, key=key)
    except Gone:
        note_gone(browser=browser)
        raise
