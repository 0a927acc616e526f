"""A grey picture from bytes of anybody: a PNG of a finger's size, or Unreadable."""

import io
from dataclasses import dataclass

from PIL import Image

from bawaba_sandbox.register.fingerprints.records import Unreadable

SMALLEST, LARGEST = 96, 640  # pixels a side: 5 to 32 mm at 500 dpi
MOST_PIXELS = 260_000  # one finger fits; noise of more would keep the matcher from everybody else for a second
MOST_BYTES = 1_500_000


@dataclass(frozen=True)
class Picture:
    """Grey bytes, row by row from the top; 0 is a ridge."""

    width: int
    height: int
    pixels: bytes


def read_picture(raw: bytes) -> Picture:
    """8-bit grey, at 500 dpi; other PNGs are made grey. Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too many bytes")
    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as opened:  # the head only: nothing is unpacked yet
            width, height = opened.size
            fits = all(SMALLEST <= side <= LARGEST for side in opened.size)
            if not fits or width * height > MOST_PIXELS:
                raise Unreadable("not of a finger's size")
            grey = opened.convert("L")
    except Unreadable:
        raise
    except Exception as error:  # Pillow's readers raise whatever the broken file leads them to
        raise Unreadable(type(error).__name__) from error
    return Picture(grey.width, grey.height, grey.tobytes())
