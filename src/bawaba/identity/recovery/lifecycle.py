"""The life of a recovery, and of the tie to a trusted relative."""

from bawaba.core.lifecycle import Lifecycle

RECOVERY = Lifecycle(
    "recovery",
    # move      from                               to           by
    ("start", (), "started", "applicant"),
    ("prove", ("started",), "proven", "applicant"),  # the phone is held: a new password may be chosen now
    ("wait", ("started",), "cooling", "applicant"),  # the phone is lost: everybody is told, and it waits
    ("finish", ("proven", "cooling"), "done", "applicant"),
    ("stop", ("cooling",), "cancelled", "person"),  # "this was not me"
    ("end", ("started", "proven", "cooling"), "cancelled", "system"),  # bound in person, suspended, closed
    ("expire", ("started", "proven", "cooling"), "expired", "clock"),
)
PROVEN = ("proven", "cooling")
UNDER_WAY = ("started", *PROVEN)

TRUSTED = Lifecycle(
    "trusted",
    # move      from                     to          by
    ("name", (), "named", "giver"),
    ("accept", ("named",), "trusted", "receiver"),
    ("decline", ("named",), "declined", "receiver"),
    ("revoke", ("named", "trusted"), "revoked", "giver"),
    ("resign", ("trusted",), "resigned", "receiver"),
    ("end", ("named", "trusted"), "ended", "system"),  # an account was closed, or bound anew in person
)
TIED = ("named", "trusted")
