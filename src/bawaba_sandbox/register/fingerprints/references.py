"""What the register has on file of a finger: a picture as an officer takes it, and its ISO/IEC 19794-2 record.

Both are made when they are first asked for. The same key is the same finger for ever; nothing is kept on disk.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread

import numpy as np

from bawaba_sandbox.register.fingerprints import ridges
from bawaba_sandbox.register.fingerprints.impressions import BY_AN_OFFICER, impression
from bawaba_sandbox.register.fingerprints.nbis import MatcherDown, Nbis, Template
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

MOST = 256  # kept in memory, 200 KB each
DEPTH = 127
TURN, STEPS = 360, 256  # degrees, and an angle's steps in a record
MOST_MINUTIAE = 200  # bozorth3's


@dataclass(frozen=True)
class Reference:
    """A finger on file; ``grown`` are its ridges, a byte a pixel."""

    grown: ridges.Field
    picture: Picture
    record: bytes

    @property
    def ridges(self) -> ridges.Field:
        """To be laid on a glass."""
        return self.grown.astype(np.float32) / DEPTH


class References:
    """Fingers by person and finger; the least lately used are made anew when they are asked for again."""

    def __init__(self, nbis: Nbis) -> None:
        """``nbis`` reads the minutiae."""
        self._nbis, self._lock = nbis, Lock()
        self._kept: OrderedDict[str, Reference] = OrderedDict()
        self._making: dict[str, Lock] = {}
        self._wanted: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._ahead: Thread | None = None

    def of(self, person_key: str, finger: str) -> Reference:
        """A person's finger; who asks while it is being made waits for it."""
        key = f"{person_key}:{finger}"
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            found = self._known(key)
            if found is None:
                found = self._made(key, finger)
                self._keep(key, found)
        return found

    def expect(self, fingers: Iterable[tuple[str, str]]) -> None:
        """Somebody will lay these soon: they are made ahead, one after the other, and nobody waits."""
        for one in fingers:
            self._wanted.put(one)
        with self._lock:
            if self._ahead is None:
                self._ahead = Thread(target=self._make_ahead, daemon=True)
                self._ahead.start()

    def _make_ahead(self) -> None:
        while True:
            try:
                self.of(*self._wanted.get())
            except (MatcherDown, Unreadable):
                pass  # whoever needs it will hear it

    def _known(self, key: str) -> Reference | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, made: Reference) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST:
                gone, _ = self._kept.popitem(last=False)
                self._making.pop(gone, None)

    def _made(self, key: str, finger: str) -> Reference:
        grown = ridges.finger(key)
        picture = pictured(impression(grown, ridges.random_of("on file", key), BY_AN_OFFICER))
        kept = np.rint(grown * DEPTH).astype(np.int8)
        return Reference(kept, picture, record_of(picture, self._nbis.minutiae(picture), finger))


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
