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
    ("cancel", ("requested", "handed_over", "on_its_way"), "cancelled", "courier"),  # refused: the fee goes back
    ("doubt", ("requested",), "in_doubt", "clock"),  # a month of silence: it may be with the courier, or not
    ("try_again", ("in_doubt",), "requested", "officer"),
    ("give_back", ("in_doubt",), "cancelled", "officer"),  # the courier has said that it does not have it
)
FOLLOWED = ("handed_over", "on_its_way")
ENDED = ("delivered", "returned", "cancelled")
MOVE_TO = {PARCEL.move(name).target: name for name in PARCEL.moves if PARCEL.move(name).by == "courier"}
