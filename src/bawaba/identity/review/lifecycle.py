"""The life of a "not you?" case (R9)."""

from bawaba.core.lifecycle import Lifecycle

UNDECIDED = ("open", "kept")

NOT_YOU = Lifecycle(
    "not-you case",
    # move   from               to        by
    ("open", (), "open", "system"),  # somebody pressed the button of a link
    ("keep", ("open",), "kept", "officer"),  # the suspension stays; it can be lifted later
    ("lift", UNDECIDED, "lifted", "officer"),  # only after the holder stood at a counter
    ("settle", UNDECIDED, "settled", "officer"),  # of an account that was closed: there is nothing to open
)
