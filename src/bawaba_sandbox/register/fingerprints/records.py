"""ISO/IEC 19794-2:2005 finger minutiae records (`` 20``), read strictly: what is not as the standard has it is refused."""

import struct
from dataclasses import dataclass
from itertools import pairwise

MAGIC, VERSION = b"FMR\0", b" 20\0"
HEAD = struct.Struct(">4s4sIHHHHHBB")  # magic, version, length, device, width, height, px/cm across and down, views, 0
VIEW = struct.Struct(">BBBB")  # position, view number and impression type, quality, minutiae
POINT = struct.Struct(">HHBB")  # kind and x, y, angle, quality
MORE = struct.Struct(">H")  # length of the extended data
LARGEST = 2**14 - 1  # coordinates have 14 bits
MOST_VIEWS, MOST_POINTS, MOST_BYTES = 16, 255, 64_000
IMPRESSIONS = {0, 1, 2, 3, 8}  # live-scan plain and rolled, the same not live, swipe
PER_CM = 197  # pixels, at 500 dpi
POSITIONS = {
    "unknown": 0, "right_thumb": 1, "right_index": 2, "right_middle": 3, "right_ring": 4, "right_little": 5,
    "left_thumb": 6, "left_index": 7, "left_middle": 8, "left_ring": 9, "left_little": 10,
}  # fmt: skip


class Unreadable(ValueError):
    """Not a record, or not a picture, of a finger: never a match."""


@dataclass(frozen=True)
class Minutia:
    """Where a ridge ends (1) or forks (2); 0: not said. ``angle`` in 256ths of a turn, counter-clockwise from the right."""

    x: int
    y: int
    angle: int
    kind: int = 0
    quality: int = 0


@dataclass(frozen=True)
class View:
    """One impression of one finger; ``number`` counts those of the same finger."""

    position: int
    minutiae: tuple[Minutia, ...]
    number: int = 0
    impression: int = 0
    quality: int = 0


@dataclass(frozen=True)
class FingerRecord:
    """A record: the picture's size in pixels, pixels per centimetre, and its views."""

    width: int
    height: int
    views: tuple[View, ...]
    per_cm: tuple[int, int] = (PER_CM, PER_CM)
    device: int = 0


def written(record: FingerRecord) -> bytes:
    """The record's bytes; Unreadable for one that no reader could take."""
    body = b"".join(_view_written(view) for view in record.views)
    try:
        head = HEAD.pack(
            MAGIC, VERSION, HEAD.size + len(body), record.device, record.width, record.height, *record.per_cm,
            len(record.views), 0,
        )  # fmt: skip
    except struct.error as error:
        raise Unreadable("beyond what the format holds") from error
    read(head + body)
    return head + body


def read(raw: bytes) -> FingerRecord:
    """A record from bytes of anybody; Unreadable."""
    if not HEAD.size <= len(raw) <= MOST_BYTES:
        raise Unreadable("length")
    magic, version, length, device, width, height, across, down, count, nothing = HEAD.unpack_from(raw)
    _require(magic == MAGIC and version == VERSION, "not a finger minutiae record of 2005")
    _require(length == len(raw), "it is not as long as it says")
    _require(0 < width <= LARGEST and 0 < height <= LARGEST and across > 0 and down > 0, "size or resolution")
    _require(1 <= count <= MOST_VIEWS and nothing == 0, "views")
    views, at = [], HEAD.size
    for _ in range(count):
        view, at = _view(raw, at, width, height)
        views.append(view)
    _require(at == len(raw), "something follows the last view")
    _require(all(a != b for a, b in pairwise(sorted((v.position, v.number) for v in views))), "a view stands twice")
    return FingerRecord(width, height, tuple(views), (across, down), device)


def _view(raw: bytes, at: int, width: int, height: int) -> tuple[View, int]:
    position, both, quality, count = _taken(VIEW, raw, at)
    _require(position <= max(POSITIONS.values()) and quality <= 100 and both & 15 in IMPRESSIONS, "view")
    at += VIEW.size
    points = [_point(raw, at + POINT.size * number, width, height) for number in range(count)]
    at += POINT.size * count
    (more,) = _taken(MORE, raw, at)
    at += MORE.size + more
    _require(at <= len(raw), "extended data")
    return View(position, tuple(points), both >> 4, both & 15, quality), at


def _point(raw: bytes, at: int, width: int, height: int) -> Minutia:
    first, second, angle, quality = _taken(POINT, raw, at)
    x, y, kind = first & LARGEST, second & LARGEST, first >> 14
    _require(kind < 3 and second >> 14 == 0 and quality <= 100, "minutia")
    _require(x < width and y < height, "a minutia beside the picture")
    return Minutia(x, y, angle, kind, quality)


def _view_written(view: View) -> bytes:
    if len(view.minutiae) > MOST_POINTS:
        raise Unreadable("too many minutiae")
    try:
        head = VIEW.pack(view.position, view.number << 4 | view.impression, view.quality, len(view.minutiae))
        points = [POINT.pack(one.kind << 14 | one.x, one.y, one.angle, one.quality) for one in view.minutiae]
    except struct.error as error:
        raise Unreadable("beyond what the format holds") from error
    return head + b"".join(points) + MORE.pack(0)


def _taken(shape: struct.Struct, raw: bytes, at: int) -> tuple[int, ...]:
    _require(at + shape.size <= len(raw), "it ends too early")
    return shape.unpack_from(raw, at)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Unreadable(what)
