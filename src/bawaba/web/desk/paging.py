"""Lists go on by key: the last one that a page showed stands in the address of the next."""


def number_in(text: str) -> int | None:
    """A key that somebody sent; None for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
