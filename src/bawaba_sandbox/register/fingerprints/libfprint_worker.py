"""NIST's mindtct and bozorth3, as Debian's libfprint has them inside: its virtual reader is fed pictures over a socket.

A program of its own, for the system's Python: the bindings are Debian's, and a picture that should break them breaks
nothing else. A line of JSON in, a line of JSON out. In: ``{"width", "height", "pixels": base64 of grey bytes,
"templates": [[x, y, angle], …]}``, where x, y (from below) and angle (degrees) are lists. Out: ``{"scores", "minutiae":
[x, y, angle]}`` or ``{"unreadable": reason}``; there are fewer scores than templates when one was high enough for
libfprint to stop. The first line out says what there is: ``{"version"}`` or ``{"missing"}``.
"""

import base64
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
from threading import Thread
from typing import Any

MISSING = ""
try:
    import gi

    gi.require_version("FPrint", "2.0")
    from gi.repository import FPrint, GLib
except (ImportError, ValueError) as error:
    MISSING = f"{type(error).__name__}: {error}"

NBIS = 2  # of libfprint's kinds of print
UNDATED = -(2**31)
SHAPE = "(issbymsmsia{sv}v)"  # fp_print_serialize
Columns = list[list[int]]
NOWHERE = ([1], [1], [0])
SCORE = re.compile(r"score (\d+)/")


class Reader:
    """One virtual reader."""

    def __init__(self, folder: str) -> None:
        """Opens it in ``folder``."""
        self.said: list[str] = []
        address = os.environ["FP_VIRTUAL_IMAGE"] = f"{folder}/reader"
        debug = GLib.LogLevelFlags.LEVEL_DEBUG
        GLib.log_set_handler("libfprint-print", debug, lambda _domain, _level, text, _: self.said.append(text), None)
        self.context = FPrint.Context()
        self.device = next(one for one in self.context.get_devices() if one.get_driver() == "virtual_image")
        self.device.open_sync()
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(address)

    def compare(self, width: int, height: int, pixels: bytes, templates: list[Columns]) -> dict[str, Any]:
        """bozorth3's scores of the picture against the templates, and the minutiae that mindtct saw in it."""
        self.said.clear()
        picture = struct.pack("ii", width, height) + pixels
        sending = Thread(target=self.line.sendall, args=(picture,))  # more than a socket holds is read while it is sent
        sending.start()
        try:
            _, seen = self.device.verify_sync(self._print(templates))
        except GLib.Error as error:
            return {"unreadable": error.message}
        finally:
            sending.join()
        scores = [int(found[1]) for text in self.said if (found := SCORE.match(text))]
        return {"scores": scores, "minutiae": self._minutiae(seen)}

    def _print(self, templates: list[Columns]) -> Any:
        prints = GLib.Variant("(a(aiaiai))", ([tuple(one) for one in templates],))
        driver, device = self.device.get_driver(), self.device.get_device_id()
        made = GLib.Variant(SHAPE, (NBIS, driver, device, False, 0, None, None, UNDATED, {}, prints))
        return FPrint.Print.deserialize(b"FP3" + made.get_data_as_bytes().get_data())

    def _minutiae(self, seen: Any) -> Columns:
        raw = GLib.Bytes(bytes(seen.serialize())[3:])
        found: Columns
        ((found,),) = GLib.Variant.new_from_bytes(GLib.VariantType(SHAPE), raw, False).unpack()[-1]
        return found


def main() -> None:
    """Until the other side closes."""
    with tempfile.TemporaryDirectory(prefix="finger-") as folder:
        if MISSING:
            _say({"missing": MISSING})
            return
        reader = Reader(folder)
        _say({"version": _version()})
        for line in sys.stdin:
            asked = json.loads(line)
            pixels = base64.b64decode(asked["pixels"])
            _say(reader.compare(asked["width"], asked["height"], pixels, asked["templates"] or [NOWHERE]))


def _version() -> str:
    """Of the package, where Debian's tools know it: the library itself does not say."""
    asked = ["dpkg-query", "-W", "-f", "${Version}", "libfprint-2-2"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
