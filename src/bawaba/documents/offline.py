"""Verify without a network and without a database: with the keys and the list that somebody has kept."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from bawaba.documents.published import RevocationList
from bawaba.documents.queries import Verdict
from bawaba.documents.rules import word_of
from bawaba.documents.seals import BadSeal, Jwk, read_seal


class BadKeys(ValueError):
    """Not a file of published keys."""


def kept_keys(text: str | bytes) -> list[Jwk]:
    """Of a downloaded seal-keys.json; BadKeys."""
    try:
        keys: list[Jwk] = json.loads(text)["keys"]
        for jwk in keys:
            if ECKey.import_key(jwk).as_dict()["crv"] != "P-256" or "kid" not in jwk:
                raise BadKeys("not keys of seals")
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadKeys("not a file of published keys") from error
    return keys


def kept_verdict(text: str, keys: Sequence[Jwk], revoked: RevocationList | None, today: date) -> Verdict:
    """As the browser says it without a network; without a list nothing is known of revocations."""
    try:
        sealed = read_seal(text, keys)
    except BadSeal:
        return Verdict("unknown", {})
    listed = revoked.words.get(sealed.mark, "valid") if revoked else "valid"
    return Verdict(word_of(listed, _last_day(sealed.shown), today), sealed.shown)


def _last_day(shown: dict[str, Any]) -> date | None:
    return date.fromisoformat(shown["until"]) if shown.get("until") else None
