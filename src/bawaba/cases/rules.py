"""Pure decisions about the way of an application."""

from collections.abc import Collection

ORDER = ("submitted", "awaiting_counterparty", "awaiting_payment", "in_review", "approved")
MOVE_TO = {
    "awaiting_counterparty": "invite",
    "awaiting_payment": "bill",
    "in_review": "review",
    "approved": "approve",
}


def next_state(state: str, needed: Collection[str]) -> str:
    """Where an application goes on to: the next state of the order that this one needs; approved when none is left."""
    rest = ORDER[ORDER.index(state) + 1 :]
    return next(one for one in rest if one in needed or one == "approved")
