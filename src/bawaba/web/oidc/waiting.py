"""A request that waits while its person logs in and reads: it travels sealed in the address, and nothing is kept of it."""

import base64
import json
from dataclasses import asdict
from typing import Any

from django.conf import settings

from bawaba.core import clock
from bawaba.core.keyring import CannotOpen
from bawaba.core.text import T
from bawaba.identity.clients.ports import Asked
from bawaba.identity.clients.queries import NoParty, party_named
from bawaba.journal.keys import keyring

SEALED_AS = "openid.asked"
PAGE = "/oidc/continue"
LONGEST = 12_000
LISTS = ("scopes", "prompt", "acr", "claims", "verified")


class TooLate(LookupError):
    """Not one of ours, or older than a person needs."""


def sealed(asked: Asked) -> str:
    """For the address of a page of ours."""
    value = keyring().seal_value(SEALED_AS, b"", json.dumps(asdict(asked)))
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def opened(text: str) -> Asked:
    """TooLate."""
    try:
        value = base64.urlsafe_b64decode(text[:LONGEST] + "=" * (-len(text) % 4))
        said: dict[str, Any] = json.loads(keyring().open_value(SEALED_AS, b"", value))
    except (ValueError, CannotOpen) as error:
        raise TooLate from error
    found = Asked(**{name: tuple(one) if name in LISTS else one for name, one in said.items()})
    if clock.now().timestamp() > found.at + settings.LIMITS.openid_asked_life.total_seconds():
        raise TooLate
    return found


def page_of(asked: Asked) -> str:
    """Where it goes on."""
    return f"{PAGE}?r={sealed(asked)}"


def agency_behind(target: str) -> T | None:
    """Whose request waits at this page of ours; None for any other page."""
    if not target.startswith(f"{PAGE}?r="):
        return None
    try:
        return party_named(opened(target.partition("=")[2]).client).name
    except (TooLate, NoParty):
        return None
