"""Relying parties are rows that a file describes: letting an agency log people in is adding a relying party."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core.public_keys import BadKey, checked_key
from bawaba.identity.clients.keys import secret_hash
from bawaba.identity.clients.learning import LEARNED, OPENID
from bawaba.identity.clients.lifecycle import RELYING_PARTY
from bawaba.identity.clients.models import RelyingParty
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

METHODS = ("client_secret_basic", "private_key_jwt")
SIGNED_WITH = ("ES256", "RS256")
AT_HOME = ("localhost", "127.0.0.1", "::1")
LONGEST = 500
CURVES = ("P-256",)


class BadParty(ValueError):
    """The file's description cannot be taken."""


class CannotMove(Exception):
    """It is not in a state from which this is possible, or there is none of that name."""


def load_party(*, described: Mapping[str, Any], by: Actor) -> UUID:
    """Insert or replace one relying party; its secret and whether it is closed stay as they are. BadParty."""
    slug = str(described.get("slug"))
    try:
        values = _checked(described)
    except (BadKey, KeyError, TypeError, ValueError) as error:
        raise BadParty(f"{slug}: {error}") from error
    with transaction.atomic():
        begins = {"state": RELYING_PARTY.initial()}
        row, made = RelyingParty.objects.get_or_create(slug=slug, defaults=values | begins)
        if not made:
            RelyingParty.objects.filter(pk=row.pk).update(**values)
        record(Happening("relying_party.load", row.uuid, by, {"slug": slug}))
    return row.uuid


def issue_secret(*, slug: str, by: Actor) -> str:
    """256 random bits, shown once; the one before is over. CannotMove."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        mine = RelyingParty.objects.filter(slug=slug, authentication="client_secret_basic")
        if not mine.update(secret=secret_hash(slug, secret)):
            raise CannotMove(f"{slug}: none of that name has a secret")
        record(Happening("relying_party.issue_secret", mine.get().uuid, by, {"slug": slug}))
    return secret


def move_party(*, slug: str, move: str, reason: str, by: Actor) -> None:
    """Close it, and reopen it once it is safe: by one UPDATE; tokens of a closed one are dead at once. CannotMove."""
    step = RELYING_PARTY.move(move)
    with transaction.atomic():
        mine = RelyingParty.objects.filter(slug=slug, state__in=step.sources)
        if not mine.update(state=step.target):
            raise CannotMove(f"{slug} cannot {move}")
        row = RelyingParty.objects.get(slug=slug)
        record(Happening(f"relying_party.{move}", row.uuid, by, {"slug": slug, "reason": reason}))


def _checked(described: Mapping[str, Any]) -> dict[str, Any]:
    slug, method = described.get("slug"), described.get("authentication")
    if not isinstance(slug, str) or not slug.isascii() or not slug.replace("-", "").isalnum() or len(slug) > 50:
        raise BadParty("slug is of latin letters, digits and dashes")
    if method not in METHODS:
        raise BadParty(f"authentication is one of {', '.join(METHODS)}")
    keys = [checked_key(one, curves=CURVES) for one in described.get("keys", {"keys": []})["keys"]]
    if method == "private_key_jwt" and not keys:
        raise BadParty("keys are missing")
    if described.get("signed_with", "ES256") not in SIGNED_WITH:
        raise BadParty(f"signed_with is one of {', '.join(SIGNED_WITH)}")
    if unknown := sorted(set(described["scopes"]) - set(LEARNED)):
        raise BadParty(f"no such scopes: {', '.join(unknown)}")
    if described.get("assurance", 2) not in (1, 2, 3):
        raise BadParty("assurance is 1, 2 or 3")
    return {
        "name_ar": described["name"]["ar"],
        "name_en": described["name"]["en"],
        "purpose_ar": described["purpose"]["ar"],
        "purpose_en": described["purpose"]["en"],
        "authentication": method,
        "keys": keys,
        "scopes": sorted({OPENID, *described["scopes"]}),
        "assurance": described.get("assurance", 2),
        "signed_with": described.get("signed_with", "ES256"),
        "pushed_only": bool(described.get("pushed_only", False)),
        **_addresses(described),
    }


def _addresses(described: Mapping[str, Any]) -> dict[str, Any]:
    back = [_address(one) for one in described["redirect_uris"]]
    if not back:
        raise BadParty("redirect_uris are missing")
    notice = described.get("logout_notice_uri", "")
    return {
        "site": _address(described["site"]),
        "redirect_uris": back,
        "logout_uris": [_address(one) for one in described.get("logout_uris", ())],
        "logout_notice_uri": _address(notice) if notice else "",
    }


def _address(text: str) -> str:
    """Complete, encrypted, and without what a browser would take away or read otherwise."""
    parts = urlsplit(text)
    plain = text.isascii() and text.isprintable() and not {*" \\<>\"'*#"} & {*text} and len(text) <= LONGEST
    at_home = parts.scheme == "http" and parts.hostname in AT_HOME
    safe = parts.scheme == "https" or (at_home and not settings.SECURE_TLS)  # a portal of this machine
    if not (plain and safe and parts.hostname and not parts.username):
        raise BadParty(f"{text}: an https address without user, fragment or wildcard")
    return text
