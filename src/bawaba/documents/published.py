"""What is published so that anybody verifies without us: the keys, and a signed list of what no longer holds."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from bawaba.core import clock
from bawaba.documents.lifecycle import LISTED
from bawaba.documents.models import Document
from bawaba.documents.seals import Jwk, published_keys
from bawaba.journal.keys import keyring

KIND = "bawaba-revoked+jws"
VERSION = 1
FRESH_SECONDS = 300  # a list is signed anew after so long, and at once when something has ended
Version = tuple[int, datetime | None]


class BadList(ValueError):
    """Not a list of this installation's, or changed."""


@dataclass(frozen=True)
class RevocationList:
    """Marks of seals by what became of them, and until when the list is fresh."""

    issued_at: datetime
    next_update: datetime
    words: dict[str, str]  # mark: revoked or superseded

    def is_old(self, now: datetime) -> bool:
        """Whether a newer one should have been fetched."""
        return now > self.next_update


def key_set() -> dict[str, Any]:
    """A JWK set; a document is sealed under the first, and every other one still verifies."""
    return {"v": VERSION, "keys": [{**jwk, "use": "sig", "alg": "ES256"} for jwk in published_keys()]}


def revocation_list() -> dict[str, str]:
    """A flattened JWS: {protected, payload, signature}; the payload holds nothing personal."""
    rows = Document.objects.filter(state__in=LISTED)
    found = rows.aggregate(count=Count("pk"), last=Max("ended_at"))
    version = (found["count"], found["last"])
    return dict(
        _signed(version, keyring().private_jwks("seal")[0]["kid"], int(clock.now().timestamp()) // FRESH_SECONDS)
    )


def read_list(text: str | bytes, keys: list[Jwk]) -> RevocationList:
    """Check the signature and read it; BadList."""
    try:
        ring = KeySet([ECKey.import_key(jwk) for jwk in keys])
        found = jws.deserialize_json(json.loads(text), ring, algorithms=["ES256"])
        said = json.loads(found.payload)
        if found.members[0].headers().get("typ") != KIND or said["v"] != VERSION:
            raise BadList("another kind of list")
        words = {mark: word for word in LISTED for mark in said[word]}
        return RevocationList(_moment(said["iat"]), _moment(said["next"]), words)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BadList("not a list of this installation's, or changed") from error


@lru_cache(maxsize=1)
def _signed(version: Version, kid: str, slot: int) -> dict[str, str]:
    """Kept until something ends, a key is rotated, or it is no longer fresh."""
    issued = slot * FRESH_SECONDS
    said: dict[str, Any] = {"v": VERSION, "iss": settings.BAWABA.public_url, "iat": issued}
    said["next"] = issued + int(settings.LIMITS.revocation_list_life.total_seconds())
    rows = Document.objects.filter(state__in=LISTED).order_by("mark").values_list("state", "mark")
    said |= {word: [] for word in LISTED}
    for state, mark in rows:
        said[state].append(mark)
    key = ECKey.import_key(keyring().private_jwks("seal")[0])
    member = {"protected": {"alg": "ES256", "kid": kid, "typ": KIND}}
    made = jws.serialize_json(member, json.dumps(said, separators=(",", ":")), key, algorithms=["ES256"])
    return {name: str(made[name]) for name in ("protected", "payload", "signature")}  # type: ignore[literal-required]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
