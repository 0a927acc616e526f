"""The life of a message."""

from bawaba.core.lifecycle import Lifecycle

MESSAGE = Lifecycle(
    "message",
    # move       from                        to             by
    ("write", (), "written", "system"),
    ("hand_over", ("written",), "handed_over", "system"),
    ("deliver", ("written", "handed_over"), "delivered", "system"),
    ("fail", ("written", "handed_over"), "failed", "system"),
    ("drop", ("written",), "dropped", "clock"),
)
