"""The bench runs, tells honest figures, and its page shows the results as they are."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "BENCH_WORKERS": "1"}
if server := os.environ.get("TEST_DATABASE_URL"):
    ENVIRONMENT["BENCH_POSTGRES"] = server
ROWS = {"login", "page-postgresql", "page-sqlite", "memory", "demo", "checklist", "submission", "document", "search"}
ROWS |= {"activation", "biometric", "kiosks", "login2", "oidc"}


def bench(*told: str, said: str = "") -> str:
    command = [sys.executable, "-m", *told]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False, input=said)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "row",
    [
        *("page-sqlite", "login", "memory", "checklist", "submission", "search", "kiosks", "login2", "oidc"),
        pytest.param("biometric", marks=pytest.mark.libfprint),
    ],
)
def test_a_tiny_run_measures_every_kind_of_row(row: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if row == "biometric":
        request.getfixturevalue("libfprint")
    bench("bench", "--tiny", "--results", str(tmp_path), row)
    (found,) = (json.loads(path.read_text()) for path in tmp_path.glob("*.json"))
    assert {"date", "commit", "machine", "target"} <= set(found)
    assert {"cores", "cpu", "python"} <= set(found["machine"])
    for figures in found.get("closed_loop", {}).values():
        assert 0 < figures["rate"]["minimum"] <= figures["rate"]["median"] <= figures["rate"]["maximum"]


def test_the_page_shows_the_results_as_they_are() -> None:
    bench("bench.draw", "--check")


def test_every_row_of_the_brief_has_a_result_with_its_machine() -> None:
    told: dict[str, Any] = {path.stem: json.loads(path.read_text()) for path in (ROOT / "bench/results").glob("*.json")}
    assert set(told) == ROWS
    assert all(one["machine"]["cores"] and one["commit"] for one in told.values())


def test_a_generator_that_waits_is_not_saturated_and_one_that_only_works_is_found_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never answers
        plan = {"port": silent.getsockname()[1], "requests": ["x"], "seconds": 0.3}
        idle = json.loads(bench("bench.load", said=json.dumps(plan)))
    assert idle["good"] == 0
    assert not idle["saturated"]
    judge = "import sys; from bench.figures import measured; sys.exit(not measured([{'one': {'saturated': %s}}]))"
    for saturated, code in (("False", 0), ("True", 1)):
        done = subprocess.run([sys.executable, "-c", judge % saturated], cwd=ROOT, env=ENVIRONMENT, check=False)
        assert done.returncode == code
