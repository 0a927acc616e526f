"""Pushed authorization requests (RFC 9126): what is asked comes from the agency itself, and the browser brings a number."""

import secrets
from collections.abc import Mapping

from django.conf import settings

from bawaba.core import clock
from bawaba.identity.clients.models import PushedRequest
from bawaba.identity.clients.ports import Party
from bawaba.identity.clients.queries import hash_of
from bawaba.identity.clients.rows import TAKE
from bawaba.journal.prepared import insert

PREFIX = "urn:ietf:params:oauth:request_uri:"


class NoRequest(LookupError):
    """Unknown, another agency's, used or late: one answer for all."""


def push_request(*, party: Party, parameters: Mapping[str, str]) -> str:
    """Keep it for a moment; its number. Nobody has been asked anything yet, so there is no event."""
    handle = secrets.token_urlsafe(32)
    row = PushedRequest(
        handle_hash=hash_of(handle),
        party_id=party.id,
        parameters=dict(parameters),
        expires_at=clock.now() + settings.LIMITS.openid_request_life,
    )
    insert(row)
    return PREFIX + handle


def take_request(*, party: Party, number: str) -> Mapping[str, str]:
    """Once: one UPDATE decides between two browsers, and tells the winner what was asked. NoRequest."""
    rows = TAKE.changed(handle=hash_of(number.removeprefix(PREFIX)), party=party.id, now=clock.now())
    if not rows:
        raise NoRequest
    found: Mapping[str, str] = rows[0][0]
    return found
