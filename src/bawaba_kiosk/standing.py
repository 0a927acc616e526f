"""Whether this kiosk may activate: it reports again and again, and before every visit."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

from bawaba_attestor import Attestor, Problem, Unavailable
from bawaba_kiosk.device import Device

EVERY = 30.0  # seconds
OPEN, QUARANTINED, OFFLINE, UNKNOWN = "open", "quarantined", "offline", "unknown"
CLOSED = (QUARANTINED, UNKNOWN)


@dataclass(frozen=True)
class Heard:
    """``state``: open, quarantined, offline, or unknown (the portal does not take this device's word, or never did)."""

    state: str
    reasons: tuple[str, ...] = ()


class Standing:
    """What the portal says of this kiosk."""

    def __init__(self, attestor: Attestor, device: Device) -> None:
        """Nothing was said yet."""
        self._attestor, self._device = attestor, device

    def report(self) -> Heard:
        """One heartbeat, and what is answered."""
        device = self._device
        try:
            answer = self._attestor.heartbeat(
                device.software,
                datetime.now(UTC).isoformat(),
                tampered=device.is_tampered(),
                reader=device.reader,
                case_switch=device.has_case_switch,
            )
        except Unavailable:
            return Heard(OFFLINE)
        except Problem:
            return Heard(UNKNOWN)
        return Heard(str(answer["state"]), tuple(answer["reasons"]))

    def report_for_ever(self) -> None:
        """From a thread of its own, as long as the program lives."""

        def go_on() -> None:
            while True:
                self.report()
                time.sleep(EVERY)

        Thread(target=go_on, daemon=True, name="heartbeat").start()
