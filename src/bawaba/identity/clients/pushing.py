"""Pushed authorization requests (RFC 9126): what is asked comes from the agency itself, and the browser brings a number."""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.clients.models import PushedRequest, RelyingParty
from bawaba.identity.clients.ports import Party
from bawaba.identity.clients.queries import hash_of

PREFIX = "urn:ietf:params:oauth:request_uri:"


class NoRequest(LookupError):
    """Unknown, another agency's, used or late: one answer for all."""


def push_request(*, party: Party, parameters: Mapping[str, str]) -> str:
    """Keep it for a moment; its number. Nobody has been asked anything yet, so there is no event."""
    handle = secrets.token_urlsafe(32)
    PushedRequest.objects.create(
        handle_hash=hash_of(handle),
        party=RelyingParty.objects.get(uuid=party.uuid),
        parameters=dict(parameters),
        expires_at=clock.now() + settings.LIMITS.openid_request_life,
    )
    return PREFIX + handle


def take_request(*, client: str, number: str) -> Mapping[str, str]:
    """Once: one UPDATE decides between two browsers. NoRequest."""
    handle, now = hash_of(number.removeprefix(PREFIX)), clock.now()
    with transaction.atomic():
        open_ones = PushedRequest.objects.filter(handle_hash=handle, used_at__isnull=True, expires_at__gt=now)
        row = PushedRequest.objects.select_related("party").filter(handle_hash=handle).first()
        if row is None or row.party.slug != client or not open_ones.update(used_at=now):
            raise NoRequest
    found: Mapping[str, str] = row.parameters
    return found
