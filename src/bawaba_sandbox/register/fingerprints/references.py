"""What the register has on file of a finger: a picture as an officer takes it, and its ISO/IEC 19794-2 record.

Both are made when they are first asked for. The same key is the same finger for ever; nothing is kept on disk.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from bawaba_sandbox.register.fingerprints import ridges
from bawaba_sandbox.register.fingerprints.impressions import BY_AN_OFFICER, impression
from bawaba_sandbox.register.fingerprints.nbis import Nbis, Template
from bawaba_sandbox.register.fingerprints.pictures import Picture
from bawaba_sandbox.register.fingerprints.records import (
    PER_CM,
    POSITIONS,
    FingerRecord,
    Minutia,
    Unreadable,
    View,
    read,
    written,
)

MOST = 128  # kept in memory, half a megabyte each
TURN, STEPS = 360, 256  # degrees, and an angle's steps in a record
MOST_MINUTIAE = 200  # bozorth3's


@dataclass(frozen=True)
class Reference:
    """A finger on file."""

    ridges: ridges.Field
    picture: Picture
    record: bytes


class References:
    """Fingers by person and finger; the least lately used are made anew when they are asked for again."""

    def __init__(self, nbis: Nbis) -> None:
        """``nbis`` reads the minutiae."""
        self._nbis, self._lock = nbis, Lock()
        self._kept: OrderedDict[str, Reference] = OrderedDict()

    def of(self, person_key: str, finger: str) -> Reference:
        """A person's finger."""
        key = f"{person_key}:{finger}"
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = self._made(key, finger)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made

    def _made(self, key: str, finger: str) -> Reference:
        grown = ridges.finger(key)
        picture = pictured(impression(grown, ridges.random_of("on file", key), BY_AN_OFFICER))
        return Reference(grown, picture, record_of(picture, self._nbis.minutiae(picture), finger))


def pictured(grey: ridges.Field) -> Picture:
    """For the matcher."""
    return Picture(grey.shape[1], grey.shape[0], grey.tobytes())


def record_of(picture: Picture, minutiae: Template, finger: str) -> bytes:
    """The standard's record of what NIST's mindtct saw: its angles point the other way, its y counts from below."""
    points = tuple(
        Minutia(
            x, min(max(picture.height - y, 0), picture.height - 1), round((angle + TURN // 2) * STEPS / TURN) % STEPS
        )
        for x, y, angle in zip(*minutiae, strict=True)
    )
    view = View(POSITIONS.get(finger, 0), points)
    return written(FingerRecord(picture.width, picture.height, (view,), (PER_CM, PER_CM)))


def template_of(raw: bytes, finger: str) -> Template:
    """What bozorth3 compares, from a record of anybody; Unreadable when it is none of this finger at 500 dpi."""
    record = read(raw)
    if not all(abs(PER_CM - one) <= PER_CM // 50 for one in record.per_cm):
        raise Unreadable("not of 500 dpi")
    views = [view for view in record.views if view.position in {0, POSITIONS.get(finger, 0)}]
    if not views:
        raise Unreadable("of another finger")
    best = max(views, key=lambda view: view.quality)
    points = sorted(best.minutiae, key=lambda one: -one.quality)[:MOST_MINUTIAE]
    if not points:
        raise Unreadable("no minutiae")
    degrees = [round(one.angle * TURN / STEPS) - TURN // 2 for one in points]
    placed = sorted(zip([one.x for one in points], [record.height - one.y for one in points], degrees, strict=True))
    x, y, angle = (list(column) for column in zip(*placed, strict=True))
    return x, y, angle
