"""Compare a simulated finger with the enrolled pattern: agreement of 256 bits. A test of plumbing, not of biometrics."""

import base64
import json
from collections.abc import Iterable
from typing import Any

from bawaba_sandbox.register.people import NOBODY, ridges

NAME = "simulated-ridges 1"
THRESHOLD = 0.9
BITS = 256
NO = {"match": False, "score_band": "none", "matcher": NAME}


class Simulated:
    """Fulfils ``Matcher`` on any machine."""

    name, shows_pictures = NAME, False

    def verify(self, record: dict[str, Any] | None, probe: dict[str, Any]) -> dict[str, Any]:
        """One answer for unknown, without biometrics, unreadable, and mismatch. Nobody is compared as well."""
        finger = str(probe.get("finger", ""))
        pattern = _pattern(probe)
        on_file = record is not None and finger in record["biometric"]["fingers"]
        key = record["person_key"] if record is not None and on_file else NOBODY
        agreement = 1 - ((pattern or 0) ^ int(ridges(key, finger), 16)).bit_count() / BITS
        if not on_file or pattern is None or agreement < THRESHOLD:
            return NO
        return {"match": True, "score_band": "high" if agreement > 0.95 else "medium", "matcher": NAME}

    def expect(self, fingers: Iterable[tuple[str, str]]) -> None:
        """It makes nothing."""

    def prepare(self, person_key: str, finger: str) -> None:
        """Nor does it enrol."""

    def laid(self, person_key: str, finger: str, kind: str) -> bytes:
        """It has patterns, and no pictures."""
        raise NotImplementedError


def _pattern(probe: dict[str, Any]) -> int | None:
    if probe.get("format") != "simulated":
        return None
    try:
        text = str(json.loads(base64.b64decode(str(probe.get("sample", ""))))["ridges"])
        return int(text, 16) if len(text) == BITS // 4 else None
    except (ValueError, KeyError, TypeError):
        return None
