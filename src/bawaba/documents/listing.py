"""A copy of what is held about a person: parts with rows, over as many pages as they need. It proves nothing to anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.sheets import ISSUER
from bawaba.documents.typesetting import typeset

Rows = Sequence[tuple[str, str]]  # label and value, as the reader reads them


@dataclass(frozen=True)
class Listing:
    """``parts``: a title, and its items, each of several rows."""

    title: T
    about: str
    parts: Sequence[tuple[str, Sequence[Rows]]]
    empty: T


def listing_pdf(listing: Listing, reader: Reader, notice: T) -> bytes:
    """As PDF/UA."""
    say = reader.text
    values: dict[str, Any] = {
        "language": reader.language,
        "issuer": say(ISSUER),
        "notice": say(notice),
        "title": say(listing.title),
        "about": listing.about,
        "parts": [[title, [[list(row) for row in item] for item in items]] for title, items in listing.parts],
        "empty": say(listing.empty),
        "pages": reader.in_digits("1 / 1"),
        "seal": [],
    }
    return typeset("listing", values)
