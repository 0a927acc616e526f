"""Lists that go on by key."""

from typing import Any


def number_before(request: Any) -> int | None:
    """The key before which a page begins; None for the first page, and for what is no key."""
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
