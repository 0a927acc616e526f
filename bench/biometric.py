"""A biometric check end to end, beside its parts: the register's call alone, and the matcher alone."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import engine
from bench.figures import Size
from bench.servers import Server, all_up, free_ports, program, run

PERSONS = "100"


def matcher_is_here() -> bool:
    """Whether this machine has Debian's libfprint."""
    ask = "from bawaba_sandbox.register.fingerprints.nbis import Nbis; Nbis().close()"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False).returncode == 0


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """The sandbox's register is a server of its own; the portal runs in the measuring process."""
    port = free_ports(1)[0]
    told = {"BAWABA_SANDBOX_DIR": str(folder / "sandbox"), "BAWABA_SANDBOX_MATCHER": "libfprint"}
    run([program("bawaba-sandbox"), "populate", "--persons", PERSONS], told)
    options = [
        "--factory",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--blocking-threads",
        "4",
    ]
    command = [sys.executable, "-m", "granian", "bawaba_sandbox.app:wsgi", *options, "--no-access-log"]
    with all_up([Server("sandbox", command, port, told)], folder):
        outside = f"http://127.0.0.1:{port}"
        more = {"BENCH_OUTSIDE": outside, "BAWABA_REGISTER_URL": f"{outside}/register/v1"}
        return engine.inside("biometric", "register", kind, size, folder, **more)
