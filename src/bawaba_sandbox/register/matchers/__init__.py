"""What compares fingers one to one: a real matcher where the machine has one, else a simulated one that says so."""

from collections.abc import Iterable
from typing import Any, Protocol


class Matcher(Protocol):
    """A matcher of the register."""

    name: str
    shows_pictures: bool  # a finger on a simulated glass is a picture, else a pattern of bits

    def verify(self, record: dict[str, Any] | None, probe: dict[str, Any]) -> dict[str, Any]:
        """``{match, score_band, matcher}``; one answer for nobody, without biometrics, unreadable, and mismatch."""

    def expect(self, fingers: Iterable[tuple[str, str]]) -> None:
        """(person key, finger) of whom somebody will lay on a glass soon."""

    def prepare(self, person_key: str, finger: str) -> None:
        """Whoever is new to a register was enrolled before they stand at a kiosk."""

    def laid(self, person_key: str, finger: str, kind: str) -> bytes:
        """Where it shows pictures: a finger laid on a glass just now, as ``png`` or as ISO/IEC 19794-2 ``fmr``."""
