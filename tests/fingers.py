"""Debian's libfprint in tests: left out with its reason where it is not installed, and never in CI."""

import base64
import os
from collections.abc import Iterator
from typing import Any

import pytest

from bawaba_sandbox.register.fingerprints.impressions import fresh, impression
from bawaba_sandbox.register.fingerprints.nbis import Missing
from bawaba_sandbox.register.fingerprints.ridges import Field
from bawaba_sandbox.register.matchers.libfprint import Libfprint


@pytest.fixture(scope="session")
def libfprint() -> Iterator[Libfprint]:
    """The real matcher, once for all tests of a process."""
    try:
        made = Libfprint()
    except Missing as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(
            f"no libfprint on this machine: {missing} (apt-get install libfprint-2-2 gir1.2-fprint-2.0 python3-gi)"
        )
    made.nbis._seconds = 30.0  # cores shared with other tests
    yield made
    made.nbis.close()


def capture(matcher: Libfprint, person_key: str, finger: str = "right_index") -> Field:
    """A finger laid on a glass just now."""
    return impression(matcher.references.of(person_key, finger).ridges, fresh())


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def probe(raw: bytes, finger: str = "right_index", form: str = "image/png") -> dict[str, Any]:
    """As the portal passes it on."""
    return {"finger": finger, "device": "t-1", "format": form, "sample": in_base64(raw), "number": "1"}
