"""A real matcher: NIST's mindtct and bozorth3 inside Debian's libfprint, over pictures and ISO/IEC 19794-2 records."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from bawaba_sandbox.register.fingerprints.impressions import fresh, impression, png
from bawaba_sandbox.register.fingerprints.nbis import MatcherDown, Nbis
from bawaba_sandbox.register.fingerprints.pictures import read_picture
from bawaba_sandbox.register.fingerprints.records import Unreadable
from bawaba_sandbox.register.fingerprints.references import References, pictured, record_of, template_of
from bawaba_sandbox.register.people import FINGERS, NOBODY

THRESHOLD = 47  # chosen on one set of fingers and tried on another: docs/operate/fingerprints.md
HIGH = 2 * THRESHOLD


class Libfprint:
    """Fulfils ``Matcher``; Missing where libfprint is not."""

    shows_pictures = True

    def __init__(self) -> None:
        """Starts its worker."""
        self.nbis = Nbis()
        self.references = References(self.nbis)
        self.name = name_of(self.nbis)
        self.expect((NOBODY, finger) for finger in FINGERS)

    def verify(self, record: dict[str, Any] | None, probe: dict[str, Any]) -> dict[str, Any]:
        """MatcherDown when it gave no answer. Nobody is compared as well, and takes as long as somebody."""
        finger = str(probe.get("finger", ""))
        on_file = record is not None and finger in record["biometric"]["fingers"]
        key = record["person_key"] if record is not None and on_file else NOBODY
        try:
            score = self._score(key, finger if finger in FINGERS else FINGERS[0], probe)
        except Unreadable:
            score = 0
        if not on_file or score < THRESHOLD:
            return {"match": False, "score_band": "none", "matcher": self.name}
        return {"match": True, "score_band": "high" if score >= HIGH else "medium", "matcher": self.name}

    def expect(self, fingers: Iterable[tuple[str, str]]) -> None:
        """They are made ahead: a first comparison under load must not outlast the two seconds of a call."""
        self.references.expect(fingers)

    def prepare(self, person_key: str, finger: str) -> None:
        """It is on file when this returns, unless the matcher is down: the comparison will say so."""
        try:
            self.references.of(person_key, finger)
        except (MatcherDown, Unreadable):
            pass

    def laid(self, person_key: str, finger: str, kind: str) -> bytes:
        """A finger laid on a glass just now: a ``png``, or the ``fmr`` that a reader with a matcher of its own makes."""
        picture = impression(self.references.of(person_key, finger).ridges, fresh())
        if kind == "png":
            return png(picture)
        return record_of(pictured(picture), self.nbis.minutiae(pictured(picture)), finger)

    def _score(self, key: str, finger: str, probe: dict[str, Any]) -> int:
        sample = _bytes(probe.get("sample"))
        if probe.get("format") == "image/png":
            picture = read_picture(sample)
            on_file = self.references.of(key, finger)
            return self.nbis.score(picture, template_of(on_file.record, finger))
        if probe.get("format") == "iso19794-2":
            template = template_of(sample, finger)
            return self.nbis.score(self.references.of(key, finger).picture, template)
        raise Unreadable("a format that is not taken")


def name_of(nbis: Nbis) -> str:
    """As it stands in every answer."""
    return f"libfprint {nbis.version}: mindtct, bozorth3"


def _bytes(sample: object) -> bytes:
    try:
        return base64.b64decode(str(sample), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("not base64") from error
