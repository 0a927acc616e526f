"""A reader whose glass is fed by the rehearsal: it adds the noise of a capture to the pattern that lies on it."""

import base64
import json
import secrets

from bawaba_kiosk.readers import Capture

BITS, FLIPPED = 256, 8
DEVICE = "simulated-1"


class Simulated:
    """Fulfils ``Reader``; ``laid`` is the 64-hex pattern of a finger."""

    def capture(self, finger: str, laid: str) -> Capture:
        """One capture; no two are the same."""
        del finger
        return Capture("simulated", capture_of(laid), DEVICE)


def capture_of(pattern: str) -> str:
    """The record of one capture: a few bits differ every time."""
    noisy = int(pattern, 16)
    for _ in range(FLIPPED):
        noisy ^= 1 << secrets.randbelow(BITS)
    return base64.b64encode(json.dumps({"ridges": f"{noisy:064x}"}).encode()).decode()
