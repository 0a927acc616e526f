"""What the machine is, and what a tree of processes has used of it."""

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


def described() -> dict[str, Any]:
    """Date, commit and machine: every result carries them."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--", "src", "bench", ":!bench/results", ":!bench/README.md")),
        "machine": {
            "cores": os.cpu_count(),
            "cpu": models[0].partition(": ")[2] if models else platform.machine(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "load_before": round(os.getloadavg()[0], 2),
        },
    }


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def served_by(database: str) -> list[int]:
    """PostgreSQL's own processes that serve this database; none on SQLite, where the asker does the work."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if database and f" {database} " in path.read_bytes().replace(b"\0", b" ").decode(errors="replace"):
                found.append(int(path.parent.name))
        except OSError:  # ended meanwhile
            continue
    return [pid for pid in found if Path(f"/proc/{pid}/comm").read_text().startswith("postgres")]


def cpu_seconds(pid: int, database: str = "") -> dict[int, float]:
    """User and system time by process: a tree with its ended children, and the database's processes that serve it now."""
    found = {}
    for one in [*tree(pid), *served_by(database)]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        found[one] = sum(int(value) for value in fields[11:15]) / TICKS
    return found


def used_between(before: dict[int, float], after: dict[int, float]) -> float:
    """What those have used that are there now; of one that ended meanwhile nothing is known."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def resident_megabytes(pid: int) -> float:
    """Of the largest process of a tree: the web worker."""
    return max(_resident(one) for one in tree(pid)) / 1024


def wait_for_quiet(most: float = 5.0) -> None:
    """Let what the last slice left behind come to rest."""
    time.sleep(min(most, 0.3))


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def _git(*args: str) -> str:
    done = subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
