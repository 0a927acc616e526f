"""A reader without a device: pictures in a folder, named by the finger (``right_index*.png``), one after the other."""

import base64
from itertools import count
from pathlib import Path

from bawaba_kiosk.readers import Capture, NothingRead

DEVICE = "image-folder"
MOST_BYTES = 280_000  # what the portal takes, before base64


class ImageFolder:
    """Fulfils ``Reader``."""

    rehearses = False

    def __init__(self, folder: Path) -> None:
        """Looks into the folder at each capture: pictures may be put there meanwhile."""
        self._folder, self._turn = folder, count()

    def capture(self, finger: str, laid: str) -> Capture:
        """The next picture of that finger."""
        found = sorted(self._folder.glob(f"{finger}*.png"))
        if not found:
            raise NothingRead("no picture of that finger in the folder")
        try:
            raw = found[next(self._turn) % len(found)].read_bytes()
        except OSError as error:
            raise NothingRead(type(error).__name__) from error
        if len(raw) > MOST_BYTES:
            raise NothingRead("the picture is too large")
        return Capture("image/png", base64.b64encode(raw).decode(), DEVICE)
