"""The life of a bill, and of each attempt to pay it."""

from bawaba.core.lifecycle import Lifecycle

BILL = Lifecycle(
    "bill",
    # move     from          to           by
    ("raise", (), "due", "system"),
    ("pay", ("due",), "paid", "payment_provider"),
    ("cancel", ("due",), "cancelled", "person"),
    ("refund", ("paid",), "refunded", "system"),
)
ESCROW = Lifecycle(
    "escrow",
    # move       from            to            by
    ("agree", (), "agreed", "system"),
    ("hold", ("agreed",), "held", "payment_provider"),
    ("release", ("held",), "releasing", "system"),
    ("pay_out", ("releasing",), "released", "system"),
    ("give_back", ("held",), "given_back", "system"),  # with the whole bill
)
ATTEMPT = Lifecycle(
    "attempt",
    # move          from                                to           by
    ("start", (), "started", "person"),
    # a provider may capture what we gave up or what it called failed: its money is never overlooked
    ("capture", ("started", "given_up", "failed"), "captured", "payment_provider"),
    ("fail", ("started", "given_up"), "failed", "payment_provider"),
    ("give_up", ("started",), "given_up", "clock"),
    ("turn_back", ("captured",), "returning", "system"),
    ("refund", ("returning",), "refunded", "system"),
    (
        "hand_back",
        ("captured",),
        "refunded",
        "payment_provider",
    ),  # by hand at the provider: nobody here had asked for it
    # given back by hand before we heard that it was captured: what is told of it later pays nothing
    ("take_back", ("started", "given_up", "failed"), "refunded", "payment_provider"),
)
