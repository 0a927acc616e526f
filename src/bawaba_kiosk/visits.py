"""What the kiosk remembers of the person in front of it: in memory only, and only until the visit ends."""

import secrets
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

LONGEST = 600  # seconds


@dataclass
class Visit:
    """One person at the kiosk."""

    language: str = "ar"
    kind: str = ""
    number: str = ""
    opened: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    phone: str = ""
    proof: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    lock: Lock = field(default_factory=Lock)
    touched: float = field(default_factory=time.monotonic)


class Visits:
    """Visits by the cookie of the screen."""

    def __init__(self) -> None:
        """Empty."""
        self._visits: dict[str, Visit] = {}
        self._lock = Lock()

    def begin(self, language: str) -> str:
        """A new visit under a random handle; old ones are forgotten."""
        handle = secrets.token_urlsafe(16)
        with self._lock:
            now = time.monotonic()
            self._visits = {k: v for k, v in self._visits.items() if now - v.touched < LONGEST}
            self._visits[handle] = Visit(language=language)
        return handle

    def of(self, handle: str) -> Visit | None:
        """The visit of a screen."""
        found = self._visits.get(handle)
        if found is not None:
            found.touched = time.monotonic()
        return found

    def end(self, handle: str) -> None:
        """Forget everything."""
        with self._lock:
            self._visits.pop(handle, None)
