"""Fingerprint readers: one driver a file; each delivers a record that the register compares and can refuse."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Capture:
    """What a reader read: never an "ok", always a record. ``sample`` is base64."""

    format: str
    sample: str
    device: str

    def __repr__(self) -> str:
        """Without the sample: it stands in no log and no traceback."""
        return f"Capture({self.format!r}, {self.device!r})"


class NothingRead(Exception):
    """No finger, no picture, no reader: nothing was compared, so nothing was tried."""


class Reader(Protocol):
    """A driver."""

    rehearses: bool  # whether somebody says whose finger lies on the glass

    def capture(self, finger: str, laid: str) -> Capture:
        """Read the finger that lies on the glass, NothingRead; ``laid`` names it where a finger is simulated."""
