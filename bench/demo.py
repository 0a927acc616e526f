"""How long ``make demo`` takes from an installed checkout and an empty folder until it says that it is ready."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.figures import Size, spread
from bench.machine import ROOT, described
from bench.servers import CLEAN, free_ports, made_anew, program

MOST_SECONDS = 60.0
NAMES = ("portal", "kiosk", "outside", "smpp", "smtp")


def measure(size: Size, folder: Path) -> dict[str, Any]:
    """Three times, each from nothing."""
    about = described()
    times = [_once(made_anew(folder / "demo")) for _ in range(min(3, size.rounds))]
    figures = spread(times)
    return about | {
        "row": "demo",
        "measured": True,
        "seconds": figures,
        "target": {"seconds_at_most": MOST_SECONDS, "met": figures["maximum"] <= MOST_SECONDS},
    }


def _once(folder: Path) -> float:
    ports = [part for name, port in zip(NAMES, free_ports(5), strict=True) for part in (f"--{name}", str(port))]
    paths = os.pathsep.join([str(ROOT / "src")])
    command, began = [program("bawaba-sandbox"), "demo", "--folder", str(folder), *ports], time.monotonic()
    demo = subprocess.Popen(
        command,
        env={**CLEAN, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in demo.stdout or ():
            if "Ready" in line:
                return time.monotonic() - began
        raise RuntimeError("the demo ended before it was ready")
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.communicate(timeout=30)
