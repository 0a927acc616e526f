"""The life of a parcel; one an application."""

from bawaba.core.lifecycle import Lifecycle

PARCEL = Lifecycle(
    "parcel",
    # move       from                            to             by
    ("request", (), "requested", "system"),
    ("hand_over", ("requested",), "handed_over", "courier"),
    ("set_out", ("handed_over",), "on_its_way", "courier"),
    ("deliver", ("handed_over", "on_its_way"), "delivered", "courier"),
    ("return", ("handed_over", "on_its_way"), "returned", "courier"),
    (
        "cancel",
        ("requested", "handed_over", "on_its_way"),
        "cancelled",
        "courier",
    ),  # refused, or given up: the fee goes back
)
FOLLOWED = ("handed_over", "on_its_way")
ENDED = ("delivered", "returned", "cancelled")
MOVE_TO = {PARCEL.move(name).target: name for name in PARCEL.moves}
