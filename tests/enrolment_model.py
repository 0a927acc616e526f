"""The rules of enrolment (R1, R3, R4, R5, R6, R9, R11) as a page of arithmetic: no database, no clock, no cryptography.

It says what must come of each act; the machine beside it does the same act to the portal and compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60, 3600, 86_400
LIFE = {"started": 15 * MINUTE, "phone_proven": 24 * HOUR, "registered": 7 * DAY, "reserved": 24 * HOUR}
PENDING = ("started", "phone_proven", "registered", "reserved", "attestation_failed")
SLOTS, LINK, UNUSED = 3, 72 * HOUR, 90 * DAY


@dataclass
class Registration:
    """One attempt at an account: whose number, on which phone."""

    who: str
    phone: str
    name: str
    ends: float
    state: str = "started"
    proven: float = 0.0
    holds_slot: bool = False

    def end(self, state: str) -> None:
        """Nothing more will come of it."""
        self.state, self.holds_slot = state, False


@dataclass
class Life:
    """A live account. ``name`` is unknown where the portal suggested one; a phone that was lost is None."""

    phone: str | None
    used: float
    name: str | None
    state: str = "active"
    frozen: bool = False


@dataclass
class Link:
    """A "not you?" link."""

    who: str
    power: str
    ends: float
    used: bool = False


@dataclass
class Model:
    """Everything that there is. ``kin`` are the households."""

    kin: tuple[frozenset[str], ...]
    now: float = 0.0
    registrations: dict[int, Registration] = field(default_factory=dict)
    accounts: dict[str, Life] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """The clock goes on, and what is over is over."""
        self.now += seconds
        for one in self.registrations.values():
            if one.state in PENDING and one.ends <= self.now:
                one.end("expired")

    def begin(self, key: int, who: str, phone: str, name: str) -> None:
        """Anybody may begin under anybody's number (R1, R2)."""
        self.registrations[key] = Registration(who, phone, name, self.now + LIFE["started"])

    def change_phone(self, key: int, phone: str) -> bool:
        """Another phone is unproven."""
        one = self.registrations[key]
        if one.state not in ("started", "phone_proven"):
            return False
        if phone != one.phone:
            one.phone, one.holds_slot, one.state = phone, False, "started"
            one.ends = self.now + LIFE["started"]
        else:
            one.ends = self.now + LIFE[one.state]
        return True

    def prove(self, key: int) -> str:
        """R3: three live proven ones a phone, and nobody is pushed out."""
        one = self.registrations[key]
        if one.state != "started":
            return "gone"
        if sum(other.holds_slot and other.phone == one.phone for other in self.registrations.values()) >= SLOTS:
            return "full"
        one.state, one.holds_slot, one.proven = "phone_proven", True, self.now
        one.ends = self.now + LIFE["phone_proven"]
        return "proven"

    def submit(self, key: int) -> bool:
        """From here on it waits for presence."""
        one = self.registrations[key]
        if one.state != "phone_proven":
            return False
        one.state, one.ends = "registered", self.now + LIFE["registered"]
        return True

    def cancel(self, key: int) -> bool:
        """By its owner."""
        one = self.registrations[key]
        if one.state not in PENDING or one.state == "reserved":
            return False
        one.end("cancelled")
        return True

    def at_kiosk(self, who: str, phone: str, *, mine: bool, key: int) -> str:
        """R4-R6: presence wins. ``key`` names what a kiosk-first visit makes."""
        if not self._may_use(who, phone):
            return "phone-in-use"
        waiting = self._waiting(who, phone)
        life = self.accounts.get(who)
        if life is not None:
            return self._rebind(who, life, phone, waiting)
        if waiting is None or not mine:
            self.registrations[key] = Registration(
                who, phone, "", self.now + LIFE["registered"], "registered", self.now
            )
            waiting, name = self.registrations[key], None
        else:
            name = waiting.name
        self._open(who, waiting, name)
        return "activated"

    def at_bank(self, who: str, phone: str, key: int) -> str:
        """A bank activates what was registered on the phone it knows, reserves otherwise, and never rebinds."""
        waiting = self._waiting(who, phone)
        if not self._may_use(who, phone) or who in self.accounts:
            self._fail(waiting)
            return "not_activated"
        if waiting is not None:
            self._open(who, waiting, waiting.name)
            return "activated"
        self.registrations[key] = Registration(who, phone, "", self.now + LIFE["reserved"], "reserved", self.now)
        return "code_sent"

    def complete(self, key: int, name: str) -> bool:
        """Bank first, completed on the portal."""
        one = self.registrations[key]
        if one.state != "reserved" or one.who in self.accounts or not self._may_use(one.who, one.phone):
            return False
        self._open(one.who, one, name)
        return True

    def press(self, number: int) -> bool:
        """R9: once, within three days; from an address that presence has revoked it can only freeze."""
        link = self.links[number]
        if link.used or link.ends <= self.now:
            return False
        link.used = True
        life = self.accounts[link.who]
        if link.power == "freeze":
            life.frozen = True
        else:
            life.state = "suspended"
        return True

    def may_log_in(self, name: str) -> bool:
        """R7: only by the password of a registration that came alive, and while nobody suspended or rebound it."""
        return any(life.name == name and life.state == "active" for life in self.accounts.values())

    def _waiting(self, who: str, phone: str) -> Registration | None:
        fitting = [
            one
            for one in self.registrations.values()
            if (one.who, one.phone) == (who, phone) and one.state in ("registered", "attestation_failed")
        ]
        return max(fitting, key=lambda one: one.proven, default=None)

    def _may_use(self, who: str, phone: str) -> bool:
        """R11."""
        used = {other: life for other, life in self.accounts.items() if life.phone == phone and other != who}
        strangers = [life for other, life in used.items() if not self._related(who, other)]
        return all(self.now - life.used >= UNUSED for life in strangers)

    def _related(self, one: str, other: str) -> bool:
        return any({one, other} <= household for household in self.kin)

    def _open(self, who: str, chosen: Registration, name: str | None) -> None:
        chosen.end("activated")
        self._supersede(one for one in self.registrations.values() if one.who == who)
        self.accounts[who] = Life(chosen.phone, self.now, name)
        self.links.append(Link(who, "suspend", self.now + LINK))

    def _rebind(self, who: str, life: Life, phone: str, waiting: Registration | None) -> str:
        if life.state != "active":
            self._fail(waiting)
            return "not_activated"
        for link in self.links:
            if link.who == who and not link.used:
                link.power = "freeze"
        life.phone, life.used, life.name = phone, self.now, None  # the password is dead
        self._supersede(one for one in self.registrations.values() if one.who == who)
        return "rebound"

    def _supersede(self, waiting: Iterable[Registration]) -> None:
        for one in waiting:
            if one.state in PENDING:
                one.end("superseded")

    def _fail(self, waiting: Registration | None) -> None:
        if waiting is not None:
            waiting.state = "attestation_failed"
