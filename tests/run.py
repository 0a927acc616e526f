"""Run the tests on every database that answers, and say in the last lines which did."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

ROOT = Path(__file__).parent.parent
POSTGRES = os.environ.get("BAWABA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0 when everything that had to run has passed."""
    if "--check-migrations" in sys.argv:
        return _check_migrations()
    extra = ["-m", "promise"] if "--promises" in sys.argv else []
    databases = {"SQLite": ""} | ({"PostgreSQL": POSTGRES} if _postgres_answers() else {})
    browser = any(shutil.which(name) for name in CHROMIUM)
    results = {name: _run(address, browser, extra) for name, address in databases.items()}
    if extra:
        _write_promises(results)
    return _tell(results, browser)


def _run(address: str, browser: bool, extra: list[str]) -> int:
    environment = {**os.environ, **({"TEST_DATABASE_URL": address} if address else {})}
    left_out = [] if browser else ["-m", "not journey"]
    command = [sys.executable, "-m", "pytest", *left_out, *extra]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _tell(results: dict[str, int], browser: bool) -> int:
    in_ci = os.environ.get("CI") == "true"
    for name in ("SQLite", "PostgreSQL"):
        said = {None: "did not run: none answers", 0: "passed"}.get(results.get(name), "FAILED")
        print(f"{name}: {said}")
    if not browser:
        print("Browser journeys: left out, no Chromium found")
    missing = in_ci and (len(results) < 2 or not browser)
    return 1 if missing or any(results.values()) else 0


def _postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _check_migrations() -> int:
    environment = {**os.environ, "BAWABA_KEYRING_FILE": "/nonexistent"}
    command = [str(Path(sys.executable).parent / "bawaba"), "makemigrations", "--check", "--dry-run"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _write_promises(results: dict[str, int]) -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    outcome = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.strip(),
        "scale": 1,
        "databases": {name: "passed" if code == 0 else "failed" for name, code in results.items()},
        "promises": json.loads(os.environ.get("PROMISES", "[]")),
    }
    (ROOT / "docs/operate/promises.json").write_text(json.dumps(outcome, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
