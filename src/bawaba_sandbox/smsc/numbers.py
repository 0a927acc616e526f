"""Numbers with which a rehearsal plays what goes wrong in a network: told by their last digits."""

from typing import Literal

Fate = Literal["delivered", "undeliverable", "no_such_number", "busy"]
FATES: dict[str, Fate] = {"999": "no_such_number", "998": "busy", "997": "undeliverable"}


def fate_of(number: str) -> Fate:
    """What becomes of a message to this number."""
    return FATES.get(number[-3:], "delivered")
