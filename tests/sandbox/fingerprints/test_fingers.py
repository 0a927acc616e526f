"""Fingers that nobody has: the same for the same key, never laid twice alike; and pictures of anybody, read with care."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bawaba_sandbox.register.fingerprints.impressions import fresh, impression, png
from bawaba_sandbox.register.fingerprints.pictures import LARGEST, SMALLEST, read_picture
from bawaba_sandbox.register.fingerprints.records import Unreadable
from bawaba_sandbox.register.fingerprints.ridges import HEIGHT, WIDTH, finger, random_of


def test_a_key_is_a_finger_for_ever_and_another_key_another() -> None:
    first = finger("layla:right_index")
    assert first.shape == (HEIGHT, WIDTH)
    assert np.array_equal(first, finger("layla:right_index"))
    assert abs(np.corrcoef(first.ravel(), finger("layla:left_index").ravel())[0, 1]) < 0.2


def test_no_two_impressions_are_alike_but_the_same_chance_makes_the_same() -> None:
    grown = finger("sami:right_index")
    laid = {impression(grown, fresh()).tobytes() for _ in range(10)}
    assert len(laid) == 10
    assert np.array_equal(impression(grown, random_of("a")), impression(grown, random_of("a")))


def test_a_picture_is_read_as_it_was_laid() -> None:
    laid = impression(finger("omar:right_index"), random_of("b"))
    found = read_picture(png(laid))
    assert (found.width, found.height, found.pixels) == (WIDTH, HEIGHT, laid.tobytes())


def drawn(size: tuple[int, int], mode: str = "L", kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def bomb() -> bytes:
    """A few bytes that say they are 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))


HOSTILE = {
    "nothing": b"",
    "text": b"a finger",
    "a JPEG": drawn((200, 200), kind="JPEG"),
    "too small": drawn((SMALLEST - 1, 200)),
    "too large": drawn((LARGEST + 1, 200)),
    "one pixel": drawn((1, 1)),
    "a bomb": bomb(),
    "cut off": png(impression(finger("cut"), random_of("c")))[:5000],
    "more than one finger": drawn((600, 600)),
    "two megabytes": b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_picture_of_a_finger_is_refused(what: str) -> None:
    with pytest.raises(Unreadable):
        read_picture(HOSTILE[what])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_any_png_is_made_grey(mode: str) -> None:
    found = read_picture(drawn((200, 220), mode))
    assert len(found.pixels) == 200 * 220


@given(st.integers(0, 4000), st.integers(1, 255))
def test_a_picture_with_a_broken_byte_is_refused_or_read(at: int, flip: int) -> None:
    changed = bytearray(PICTURE)
    changed[at % len(changed)] ^= flip
    try:
        read_picture(bytes(changed))
    except Unreadable:
        pass


PICTURE = png(impression(finger("flip"), random_of("d")))
