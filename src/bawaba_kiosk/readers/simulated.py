"""A reader whose glass is fed by the rehearsal: with a picture, or with a pattern to which it adds a capture's noise."""

import base64
import json
import secrets

import httpx

from bawaba_attestor.tls import trusting
from bawaba_kiosk.readers import Capture, NothingRead

BITS, FLIPPED = 256, 8
DEVICE = "simulated-1"
SECONDS = 8.0  # a finger that nobody has asked for before grows first


class Simulated:
    """Fulfils ``Reader``; ``laid`` is the 64-hex pattern of a finger, or the path of its picture."""

    rehearses = True

    def __init__(self, fingers: str = "", transport: httpx.BaseTransport | None = None) -> None:
        """``fingers``: the address at which the rehearsal lists them; ``transport`` for tests."""
        self._fingers = httpx.URL(fingers)
        self._client = httpx.Client(timeout=SECONDS, transport=transport, verify=trusting())

    def capture(self, finger: str, laid: str) -> Capture:
        """One capture; no two are the same."""
        if laid.startswith("/"):
            return Capture("image/png", base64.b64encode(self._picture(laid)).decode(), DEVICE)
        return Capture("simulated", capture_of(laid), DEVICE)

    def _picture(self, path: str) -> bytes:
        """Of the rehearsal and of nobody else."""
        address = self._fingers.copy_with(path=path)
        try:
            answer = self._client.get(address)
        except httpx.HTTPError as error:
            raise NothingRead(type(error).__name__) from error
        if answer.status_code != httpx.codes.OK or answer.headers.get("Content-Type") != "image/png":
            raise NothingRead(f"status {answer.status_code}")
        return answer.content


def capture_of(pattern: str) -> str:
    """The record of one capture: a few bits differ every time."""
    noisy = int(pattern, 16)
    for _ in range(FLIPPED):
        noisy ^= 1 << secrets.randbelow(BITS)
    return base64.b64encode(json.dumps({"ridges": f"{noisy:064x}"}).encode()).decode()
