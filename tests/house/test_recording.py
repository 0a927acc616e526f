"""What ``make promises`` writes down is what the tests tried, whichever process ran them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = """
import pytest

@pytest.mark.promise("A2")
def test_counts(trials):
    assert trials(50) == 5
    trials(30)

@pytest.mark.promise("A2", "A3")
@pytest.mark.parametrize("n", [1, 2])
def test_without_a_count_is_one_trial(n):
    pass

@pytest.mark.promise("A3")
def test_failures_are_counted(trials):
    assert not trials.failed(trials(20))

@pytest.mark.promise("A4")
def test_left_out():
    pytest.skip("not here")

def test_of_no_promise(trials):
    trials(1000)
"""


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["one process", "two processes"])
def test_trials_and_failures_are_added_up(tmp_path: Path, processes: list[str]) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = promise")
    record = tmp_path / "record.json"
    told = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    told |= {"PROMISES_FILE": str(record), "TRIALS": "0.1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.promises",
        "-p",
        "no:django",
        *processes,
        str(tmp_path),
    ]
    subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, check=False)
    assert json.loads(record.read_text()) == {
        "A2": {"tests": 3, "trials": 10, "failures": 0},
        "A3": {"tests": 3, "trials": 4, "failures": 2},
    }
