"""The life of an officer's access."""

from bawaba.core.lifecycle import Lifecycle

OFFICER = Lifecycle(
    "officer",
    # move       from                        to            by
    ("appoint", (), "active", "operator"),
    ("suspend", ("active",), "suspended", "operator"),
    ("reinstate", ("suspended",), "active", "operator"),
    ("dismiss", ("active", "suspended"), "dismissed", "operator"),
)
