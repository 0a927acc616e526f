"""A real reader through Debian's libfprint (gir1.2-fprint-2.0, python3-gi): any that gives pictures, and its virtual one."""

import base64
import binascii
import io
import json
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image

from bawaba_kiosk.readers import Capture, NothingRead

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's python3-gi belongs to it
PROGRAM = Path(__file__).with_name("libfprint_capture.py")
SECONDS = 20.0  # a person needs some to find the glass


class Libfprint:
    """Fulfils ``Reader``; a process a capture, so that a reader that hangs or is pulled out is met afresh."""

    rehearses = False

    def __init__(self, seconds: float = SECONDS) -> None:
        """``seconds`` to wait for a finger."""
        self._seconds = seconds

    def capture(self, finger: str, laid: str) -> Capture:
        """What lies on the glass."""
        told = self._told()
        if "pixels" not in told:
            raise NothingRead(str(told.get("nothing", "no picture")))
        try:
            size = (int(told["width"]), int(told["height"]))
            grey = Image.frombytes("L", size, base64.b64decode(told["pixels"]))
        except (KeyError, ValueError, binascii.Error) as error:
            raise NothingRead(type(error).__name__) from error
        file = io.BytesIO()
        grey.save(file, "PNG")
        return Capture("image/png", base64.b64encode(file.getvalue()).decode(), str(told["device"])[:64])

    def _told(self) -> dict[str, Any]:
        try:
            done = subprocess.run(
                [SYSTEM_PYTHON, "-I", str(PROGRAM)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._seconds,
                check=False,
            )
            found: dict[str, Any] = json.loads(done.stdout)
        except (OSError, subprocess.TimeoutExpired, ValueError) as error:
            raise NothingRead(type(error).__name__) from error
        return found
