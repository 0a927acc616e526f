"""What the kiosk remembers of the person in front of it: in memory only, and only until the visit ends."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

LONGEST = 300.0  # seconds without a touch; screens clear long before, this holds when a browser hangs


@dataclass
class Visit:
    """One person at the kiosk."""

    language: str = "ar"
    task: str = "activate"  # or account: pause, resume or close the one that is there
    wish: str = ""
    kind: str = ""
    number: str = ""
    opened: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    finger: str = "right_index"
    person: dict[str, Any] = field(default_factory=dict)
    confirmed: bool = False
    phone: str = ""
    phone_as_typed: set[str] = field(default_factory=set)
    code_tries: int = 0
    proof: dict[str, Any] = field(default_factory=dict)
    unanswered: str = ""  # the jti of a statement whose outcome is not known yet
    outcome: dict[str, Any] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock, repr=False)  # a second touch waits, and finds what the first one did
    touched: float = 0.0

    def identify(self, kind: str, number: str) -> None:
        """The number was typed; another number forgets what was learnt under the first."""
        if (kind, number) != (self.kind, self.number):
            self.kind, self.number, self.opened, self.tries = kind, number, {}, 0
            self.person, self.confirmed, self.phone, self.code_tries, self.proof = {}, False, "", 0, {}


class Visits:
    """Visits by the cookie of the screen."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Empty."""
        self._visits: dict[str, Visit] = {}
        self._lock, self._now = Lock(), now

    def begin(self, language: str, task: str = "activate") -> str:
        """A new visit under a random handle; old ones are forgotten."""
        handle = secrets.token_urlsafe(16)
        with self._lock:
            self._visits = {k: v for k, v in self._visits.items() if self._lives(v)}
            self._visits[handle] = Visit(language=language, task=task, touched=self._now())
        return handle

    def of(self, handle: str) -> Visit | None:
        """The visit of a screen, unless nobody has touched it for too long."""
        found = self._visits.get(handle)
        if found is None or not self._lives(found):
            self.end(handle)
            return None
        found.touched = self._now()
        return found

    def end(self, handle: str) -> None:
        """Forget everything."""
        with self._lock:
            self._visits.pop(handle, None)

    def _lives(self, visit: Visit) -> bool:
        return self._now() - visit.touched < LONGEST
