"""The life of an application."""

from bawaba.core.lifecycle import Lifecycle

APPLICATION = Lifecycle(
    "application",
    # move               from                                      to                       by
    ("draft", (), "draft", "applicant"),
    ("submit", ("draft",), "submitted", "applicant"),
    ("bill", ("submitted",), "awaiting_payment", "system"),
    ("approve", ("submitted", "awaiting_payment", "in_review"), "approved", "system"),
    ("effect", ("approved",), "effected", "system"),
    ("issue", ("effected",), "issued", "system"),
    ("refuse", ("approved",), "refused", "system"),
    ("cancel", ("draft", "submitted", "awaiting_payment"), "cancelled", "applicant"),
    ("review", ("submitted", "awaiting_payment"), "in_review", "officer"),
    ("return", ("in_review",), "returned", "officer"),
    ("resubmit", ("returned",), "in_review", "applicant"),
    ("reject", ("in_review",), "rejected", "officer"),
    ("expire", ("draft", "awaiting_payment", "returned"), "expired", "clock"),
)
OPEN = ("submitted", "awaiting_payment", "in_review", "returned", "approved", "effected")
