"""The life of an appointment."""

from bawaba.core.lifecycle import Lifecycle

APPOINTMENT = Lifecycle(
    "appointment",
    # move     from           to           by
    ("book", (), "booked", "person"),
    ("move", ("booked",), "booked", "person"),
    ("cancel", ("booked",), "cancelled", "person"),
    ("release", ("booked",), "cancelled", "system"),  # the account was closed
    ("arrive", ("booked",), "arrived", "officer"),
    ("hold", ("arrived",), "held", "clock"),
    ("miss", ("booked",), "missed", "clock"),
)
LIVE = ("booked", "arrived")
