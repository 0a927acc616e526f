"""The life of a bill."""

from bawaba.core.lifecycle import Lifecycle

BILL = Lifecycle(
    "bill",
    # move     from          to           by
    ("raise", (), "due", "system"),
    ("pay", ("due",), "paid", "payment_provider"),
    ("cancel", ("due",), "cancelled", "person"),
    ("refund", ("paid",), "refunded", "system"),
)
