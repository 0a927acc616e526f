"""One picture from the first reader that gives pictures, for the system's Python, whose bindings these are.

One line of JSON: ``{"width", "height", "pixels": base64 of grey bytes, "device"}``, or ``{"nothing": why}``.
"""

import base64
import json
import sys
from typing import Any

MISSING = ""
try:
    import gi

    gi.require_version("FPrint", "2.0")
    from gi.repository import FPrint, GLib
except (ImportError, ValueError) as error:
    MISSING = f"{type(error).__name__}: {error}"


def main() -> dict[str, Any]:
    """Wait for a finger; whoever started this sets the limit."""
    if MISSING:
        return {"nothing": MISSING}
    context = FPrint.Context()
    readers = [one for one in context.get_devices() if one.has_feature(FPrint.DeviceFeature.CAPTURE)]
    if not readers:
        return {"nothing": "no reader that gives pictures"}
    reader = readers[0]
    try:
        reader.open_sync()
        image = reader.capture_sync(True)
        told = {"width": image.get_width(), "height": image.get_height(), "device": f"libfprint {reader.get_driver()}"}
        return told | {"pixels": base64.b64encode(bytes(image.get_data())).decode()}
    except GLib.Error as error:
        return {"nothing": error.message}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
