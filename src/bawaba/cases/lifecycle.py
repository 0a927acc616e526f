"""The life of an application."""

from bawaba.core.lifecycle import Lifecycle

APPLICATION = Lifecycle(
    "application",
    # move               from                                      to                       by
    ("draft", (), "draft", "applicant"),
    ("submit", ("draft",), "submitted", "applicant"),
    ("bill", ("submitted",), "awaiting_payment", "system"),
    ("approve", ("submitted", "awaiting_payment", "in_review"), "approved", "system"),
    ("fail", ("approved",), "failed", "system"),  # the register is silent: it is tried again and again
    ("effect", ("approved", "failed"), "effected", "system"),
    ("issue", ("effected",), "issued", "system"),
    ("refuse", ("approved", "failed"), "refused", "system"),
    ("cancel", ("draft", "submitted", "awaiting_payment"), "cancelled", "applicant"),
    ("review", ("submitted", "awaiting_payment"), "in_review", "officer"),
    ("return", ("in_review",), "returned", "officer"),
    ("resubmit", ("returned",), "in_review", "applicant"),
    ("reject", ("in_review",), "rejected", "officer"),
    ("expire", ("draft", "awaiting_payment", "returned"), "expired", "clock"),
)
OPEN = ("submitted", "awaiting_payment", "in_review", "returned", "approved", "failed")
UNDER_WAY = ("approved", "failed")
ENDED = ("effected", "issued", "refused", "rejected", "cancelled", "expired")
