"""A sentence that somebody confirmed: the mark that a form carries from the page that showed it, and how an event keeps it."""

import base64
import json
from uuid import UUID

from bawaba.core.text import T
from bawaba.journal.vault import blind_index, seal, unseal

CELL = "event.sentence"


def mark_of_words(sentence: T, *about: str) -> str:
    """Of these words, in both languages, about this and nothing else."""
    return blind_index("confirmed.sentence", json.dumps([sentence.ar, sentence.en, *about])).hex()


def sealed_in_event(account: UUID, about: UUID, sentence: T) -> dict[str, str]:
    """What the event says: it names people and numbers, so it is under the person's own key."""
    kept = seal(account, CELL, about, json.dumps([sentence.ar, sentence.en], ensure_ascii=False))
    return {"sentence": base64.b64encode(kept).decode()}


def opened_from_event(account: UUID, about: UUID, kept: str) -> T:
    """As it was confirmed, word for word."""
    arabic, english = json.loads(unseal(account, CELL, about, base64.b64decode(kept)))
    return T(arabic, en=english)
