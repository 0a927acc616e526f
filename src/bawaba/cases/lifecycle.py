"""The life of an application."""

from bawaba.core.lifecycle import Lifecycle

WAITING = ("submitted", "awaiting_counterparty", "awaiting_payment")

APPLICATION = Lifecycle(
    "application",
    # move               from                                      to                       by
    ("draft", (), "draft", "applicant"),
    ("submit", ("draft",), "submitted", "applicant"),
    ("invite", ("submitted",), "awaiting_counterparty", "system"),
    ("decline", ("awaiting_counterparty",), "declined", "counterparty"),
    ("bill", ("submitted", "awaiting_counterparty"), "awaiting_payment", "system"),
    ("review", WAITING, "in_review", "system"),
    ("return", ("in_review",), "returned", "officer"),
    ("resubmit", ("returned",), "in_review", "applicant"),
    (
        "approve",
        (*WAITING, "in_review"),
        "approved",
        "officer",
    ),  # or by the law alone, as soon as nothing is waited for
    ("reject", ("in_review",), "rejected", "officer"),
    ("fail", ("approved",), "failed", "system"),  # the register is silent: it is tried again and again
    ("effect", ("approved", "failed"), "effected", "system"),
    ("issue", ("effected",), "issued", "system"),
    ("refuse", ("approved", "failed"), "refused", "system"),
    ("stop", ("approved", "failed"), "refused", "system"),  # the account was suspended, frozen or closed meanwhile
    ("cancel", ("draft", *WAITING, "in_review", "returned"), "cancelled", "applicant"),
    ("expire", ("draft", "awaiting_payment", "awaiting_counterparty", "returned"), "expired", "clock"),
)
OPEN = (*WAITING, "in_review", "returned", "approved", "failed")
WITH_OFFICER = ("in_review", "returned")
UNDER_WAY = ("approved", "failed")
ENDED = ("effected", "issued", "refused", "rejected", "declined", "cancelled", "expired")
