"""The life of an account. Live is every state but closed."""

from bawaba.core.lifecycle import Lifecycle

LIVE = ("active", "asleep", "paused", "locked", "suspended")
SIGNS_IN = ("active", "asleep", "paused")

ACCOUNT = Lifecycle(
    "account",
    # move          from                                        to           by
    ("open", (), "active", "attestor"),
    ("rebind", ("active", "asleep", "paused", "locked"), "active", "attestor"),
    ("sleep", ("active",), "asleep", "system"),
    ("wake", ("asleep",), "active", "system"),
    ("pause", ("active",), "paused", "person"),  # asleep it does nothing new already, and would wake by a detour
    ("resume", ("paused",), "active", "person"),
    ("lock", ("active",), "locked", "system"),
    ("unlock", ("locked",), "active", "system"),
    ("suspend", ("active", "asleep", "paused", "locked"), "suspended", "system"),
    ("attend", ("suspended",), "suspended", "attestor"),  # bound to who stands at a counter; an officer lifts it
    ("reinstate", ("suspended",), "active", "officer"),
    ("close", LIVE, "closed", "person"),
    ("end", LIVE, "closed", "system"),  # the register says that its holder has died
)
