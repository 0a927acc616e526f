"""Hide what could be somebody's number, phone, address or code in a text that goes into a log."""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "•••"
UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
# UUIDs are opaque and stay; they are matched first, so that no rule below eats into one.
PERSONAL = re.compile(
    rf"(?P<opaque>\b{UUID}\b)"
    r"|[^\s@<>\"']+@[^\s@<>\"']+\.\w+"  # an address
    r"|\b(?:[0-9A-Z]{4}-){2,3}[0-9A-Z]{4}\b"  # a code or reference as it is printed
    r"|\b(?=[0-9A-Z]*\d)[0-9A-Z]{12,16}\b"  # the same, typed together
    r"|\+?\d(?:[ \-]?\d){5,}"  # six digits or more, of any script: codes, phones, identifiers
    r"|(?<=/)(?=[\w\-]*[\dA-Z])[\w\-]{20,}(?!\w|\.(?!ics\b))"  # a secret in a path, be it the name of a calendar; other files are named by everybody
)
MANY_DIGITS = 10**8


def masked(value: Any) -> Any:
    """The same value with everything personal hidden; looks into mappings and sequences, turns the unknown into text."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return HIDDEN if abs(value) >= MANY_DIGITS else value
    if isinstance(value, Mapping):
        return {str(key): masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(one) for one in value]
    return PERSONAL.sub(lambda found: found["opaque"] or HIDDEN, str(value))
