"""Looks at a person's data; the subject is the account of whoever was looked at, so that each sees their own side alone."""

from bawaba.journal.catalogue import declare

declare(
    "look",
    (
        "application",
        "document",
        "case",
        "registration",
        "counter",
        "state",
        "check",
        "delegate",
        "family",
        "guardian",
        "register",
    ),
)
