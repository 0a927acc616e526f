"""NIST's mindtct and bozorth3, as Debian's libfprint has them inside: its virtual reader is fed pictures over a socket.

A program of its own, for the system's Python: the bindings are Debian's, and a picture that should break them breaks
nothing else. A line of JSON in, a line of JSON out. In: ``{"width", "height", "pixels": base64 of grey bytes,
"template": [x, y, angle]}``, where x, y (from below) and angle (degrees) are lists. Out: ``{"score", "minutiae": [x, y,
angle]}``, ``{"unreadable": reason}``. The first line out says what there is: ``{"version"}`` or ``{"missing"}``.
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

NBIS = 2  # of libfprint's kinds of print
UNDATED = -(2**31)
SHAPE = "(issbymsmsia{sv}v)"  # fp_print_serialize
NOWHERE = ([1], [1], [0])
SCORE = re.compile(r"score (\d+)/")


class Reader:
    """One virtual reader."""

    def __init__(self, fprint, glib, folder):
        """Opens it in ``folder``."""
        self.glib, self.fprint, self.said = glib, fprint, []
        address = os.environ["FP_VIRTUAL_IMAGE"] = f"{folder}/reader"
        debug = glib.LogLevelFlags.LEVEL_DEBUG
        glib.log_set_handler("libfprint-print", debug, lambda _domain, _level, text, _: self.said.append(text), None)
        self.context = fprint.Context()
        self.device = next(one for one in self.context.get_devices() if one.get_driver() == "virtual_image")
        self.device.open_sync()
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(address)

    def compare(self, width, height, pixels, template):
        """bozorth3's score of the picture against the template, and the minutiae that mindtct saw in it."""
        self.said.clear()
        self.line.sendall(struct.pack("ii", width, height) + pixels)
        try:
            _, seen = self.device.verify_sync(self._print(template))
        except self.glib.Error as error:
            return {"unreadable": error.message}
        scores = [int(found[1]) for text in self.said if (found := SCORE.match(text))]
        return {"score": max(scores), "minutiae": self._minutiae(seen)}

    def _print(self, template):
        prints = self.glib.Variant("(a(aiaiai))", ([tuple(template)],))
        driver, device = self.device.get_driver(), self.device.get_device_id()
        made = self.glib.Variant(SHAPE, (NBIS, driver, device, False, 0, None, None, UNDATED, {}, prints))
        return self.fprint.Print.deserialize(b"FP3" + made.get_data_as_bytes().get_data())

    def _minutiae(self, seen):
        raw = self.glib.Bytes(bytes(seen.serialize())[3:])
        ((found,),) = self.glib.Variant.new_from_bytes(self.glib.VariantType(SHAPE), raw, False).unpack()[-1]
        return found


def main():
    """Until the other side closes."""
    with tempfile.TemporaryDirectory(prefix="finger-") as folder:
        try:
            import gi

            gi.require_version("FPrint", "2.0")
            from gi.repository import FPrint, GLib

            reader = Reader(FPrint, GLib, folder)
        except (ImportError, ValueError, StopIteration) as error:
            _say({"missing": f"{type(error).__name__}: {error}"})
            return
        _say({"version": _version()})
        for line in sys.stdin:
            asked = json.loads(line)
            template = asked.get("template") or NOWHERE
            _say(reader.compare(asked["width"], asked["height"], base64.b64decode(asked["pixels"]), template))


def _version():
    """Of the package, where Debian's tools know it: the library itself does not say."""
    asked = ["dpkg-query", "-W", "-f", "${Version}", "libfprint-2-2"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"


def _say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
