"""Fingerprint readers: one driver a file; each delivers a record that the register compares and can refuse."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Capture:
    """What a reader read: never an "ok", always a record."""

    format: str
    sample: str
    device: str


class Reader(Protocol):
    """A driver."""

    def capture(self, finger: str, laid: str) -> Capture:
        """Read the finger that lies on the glass; ``laid`` names it where a finger is simulated."""
