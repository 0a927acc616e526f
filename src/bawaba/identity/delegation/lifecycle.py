"""The life of a delegation. Only ``active`` lets anybody act, and only until its last day."""

from bawaba.core.lifecycle import Lifecycle

DELEGATION = Lifecycle(
    "delegation",
    # move      from                     to           by
    ("offer", (), "offered", "giver"),
    ("accept", ("offered",), "active", "receiver"),
    ("decline", ("offered",), "declined", "receiver"),
    ("withdraw", ("offered",), "withdrawn", "giver"),
    ("revoke", ("active",), "revoked", "giver"),
    ("resign", ("active",), "resigned", "receiver"),
    ("lapse", ("offered", "active"), "lapsed", "clock"),
    ("end", ("offered", "active"), "ended", "system"),  # an account was closed, somebody died
)
OPEN = ("offered", "active")
