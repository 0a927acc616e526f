"""Run the tests on every database that answers, and say in the last lines which did."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from browsers import WITH_WINDOW
from promise_page import PAGE, RESULTS, Record, added, release, render

ROOT = Path(__file__).parent.parent
# By its socket where it lets us in, which takes a twentieth off a run; else by the network.
SERVERS = "postgresql://postgres@%2Fvar%2Frun%2Fpostgresql/postgres postgresql://postgres@127.0.0.1:5432/postgres"
PLAYWRIGHTS_OWN = ROOT / ".venv/browsers"
ROOM_IN_MEMORY = 2 * 1024**3  # bytes
FOR_THE_MATCHER = "libfprint-2-2 gir1.2-fprint-2.0 python3-gi"
ALONE = "alone"  # what compares times comes last, in one process: beside others it would measure them
# One more than cores: a test that waits for a program of its own leaves its core to another.
PROCESSES = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadscope"]
LAUNCH = "from playwright.sync_api import sync_playwright as s\nwith s() as p:\n"
LAUNCH += " for kind in (None, 'chromium'): p.chromium.launch(channel=kind, args=['--no-sandbox']).close()"  # the shell, the whole


def main() -> int:
    """0 when everything that had to run has passed."""
    if "--check-migrations" in sys.argv:
        return _check_migrations()
    promises, browser, matcher = "--promises" in sys.argv, _has_browser(), _has_libfprint()
    left_out = [*([] if browser else ["not journey"]), *([] if matcher else ["not libfprint"])]
    wanted = [*(["promise"] if promises else []), *left_out]
    postgres = next(filter(_answers, os.environ.get("BAWABA_TEST_POSTGRES", SERVERS).split()), None)
    databases = {"SQLite": ""} | ({"PostgreSQL": postgres} if postgres else {})
    ended: dict[str, int] = {}
    records: dict[str, Record] = {}
    with tempfile.TemporaryDirectory(prefix="bawaba-run-", dir=_place()) as folder:
        for number, (name, address) in enumerate(databases.items(), start=1):
            share = "1/1" if promises else f"{number}/{len(databases)}"
            ended[name], records[name] = _run(address, wanted, Path(folder), share)
    if promises:
        _write_promises(records)
    return _tell(ended, browser=browser, matcher=matcher)


def _run(address: str, wanted: list[str], folder: Path, share: str) -> tuple[int, Record]:
    environment = {**os.environ, "TMPDIR": str(folder), "TESTS_SHARE": share}
    # Hundreds of programs are started: none compiles what another has compiled.
    environment["PYTHONDONTWRITEBYTECODE"] = ""
    environment |= {"TEST_DATABASE_URL": address} if address else {}
    together = _pytest([*PROCESSES, "-m", " and ".join([*wanted, f"not {ALONE}"])], environment, folder)
    apart = _pytest(["-m", " and ".join([*wanted, ALONE]), *_that_compare_times()], environment, folder)
    return together[0] or apart[0], added(together[1], apart[1])


def _that_compare_times() -> list[str]:
    """Their files: nobody waits for all others to be collected once more."""
    return [str(file) for file in sorted(ROOT.glob("tests/**/test_*.py")) if f"mark.{ALONE}" in file.read_text()]


def _pytest(told: list[str], environment: dict[str, str], folder: Path) -> tuple[int, Record]:
    record = folder / "promises.json"
    record.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", *told]
    code = subprocess.run(command, cwd=ROOT, env=environment | {"PROMISES_FILE": str(record)}, check=False).returncode
    return code, json.loads(record.read_text()) if record.exists() else {}


def _place() -> str | None:
    """Files of an hour need no disk where memory has room; every program syncs as it always does."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_IN_MEMORY
    return str(memory) if roomy else None


def _tell(ended: dict[str, int], *, browser: bool, matcher: bool) -> int:
    in_ci = os.environ.get("CI") == "true"
    for name in ("SQLite", "PostgreSQL"):
        said = {None: "did not run: none answers", 0: "passed"}.get(ended.get(name), "FAILED")
        print(f"{name}: {said}")
    if not browser:
        print("Browser journeys: LEFT OUT, no Chromium was found and Playwright's own could not be had")
    if not matcher:
        print(f"Real fingerprint matcher: LEFT OUT, {FOR_THE_MATCHER} are not installed")
    missing = in_ci and (len(ended) < 2 or not browser or not matcher)
    return 1 if missing or any(ended.values()) else 0


def _has_browser() -> bool:
    """The machine's Chromium; else Playwright's own, fetched into the checkout when it is not there yet."""
    if any(shutil.which(name) for name in WITH_WINDOW):
        return True
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(PLAYWRIGHTS_OWN))
    if _launches():
        return True
    print("No Chromium on this machine: trying Playwright's own")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return False
    return _launches()


def _has_libfprint() -> bool:
    """Debian's, with the bindings of Debian's Python."""
    bound = "import gi; gi.require_version('FPrint', '2.0'); from gi.repository import FPrint"
    try:
        return subprocess.run(["/usr/bin/python3", "-c", bound], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _launches() -> bool:
    return subprocess.run([sys.executable, "-c", LAUNCH], capture_output=True, check=False).returncode == 0


def _answers(server: str) -> bool:
    try:
        psycopg.connect(server, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _check_migrations() -> int:
    environment = {**os.environ, "BAWABA_KEYRING_FILE": "/nonexistent"}
    command = [str(Path(sys.executable).parent / "bawaba"), "makemigrations", "--check", "--dry-run"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _write_promises(records: dict[str, Record]) -> None:
    numbers = sorted({number for record in records.values() for number in record}, key=lambda name: int(name[1:]))
    outcome = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "src", "tests")),
        "release": release(),
        "scale": float(os.environ.get("TRIALS", "0.1")),
        "promises": {
            number: {database: record[number] for database, record in records.items() if number in record}
            for number in numbers
        },
    }
    RESULTS.write_text(json.dumps(outcome, indent=1) + "\n")
    PAGE.write_text(render(outcome))


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
