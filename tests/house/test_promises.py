"""Promises: only numbers that are promised, a page that is not stale, results that are not too old."""

import json
import re
from pathlib import Path

import pytest

from promise_page import PAGE, PROMISED, RESULTS, ROOT, added, code_changed_since, release, releases, render, too_old

OUTCOME = json.loads(RESULTS.read_text())
OLD_RELEASES = ["1.3.0", "1.2.0", "1.1.0"]


def test_tests_show_only_what_is_promised() -> None:
    for path in (ROOT / "tests").rglob("test_*.py"):
        for marked in re.findall(r"mark\.promise\(([^)]*)\)", path.read_text()):
            assert set(re.findall(r'"([^"]+)"', marked)) <= set(PROMISED), f"{path}: {marked}"


def test_the_page_of_promises_is_not_stale() -> None:
    assert render(OUTCOME) == PAGE.read_text(), "run: make promises"


def test_the_last_full_run_kept_every_promise() -> None:
    rows = [(n, row) for n, databases in OUTCOME["promises"].items() for row in databases.values()]
    assert rows
    assert not [(number, row) for number, row in rows if row["failures"]]


def test_results_are_not_more_than_a_release_older_than_the_code() -> None:
    changed = code_changed_since(OUTCOME["commit"])
    assert not too_old(OUTCOME["release"], releases(), changed=changed), "run: make promises"


def test_what_two_runs_have_tried_is_added_up() -> None:
    one = {"A1": {"tests": 2, "trials": 50, "failures": 1}, "A2": {"tests": 1, "trials": 1, "failures": 0}}
    other = {"A1": {"tests": 1, "trials": 9, "failures": 2}, "A10": {"tests": 9, "trials": 3600, "failures": 0}}
    assert added(one, other) == {
        "A1": {"tests": 3, "trials": 59, "failures": 3},
        "A2": one["A2"],
        "A10": other["A10"],
    }


@pytest.mark.parametrize(
    ("measured", "changed", "verdict"),
    [
        ("1.1.0", True, True),
        ("1.1.0", False, False),
        ("1.2.0", True, False),
        ("1.3.0", True, False),
        ("1.4.0", True, False),
    ],
)
def test_a_result_ages_by_releases_and_only_while_the_code_changes(
    measured: str, changed: bool, verdict: bool
) -> None:  # a parameter of the table
    assert too_old(measured, OLD_RELEASES, changed=changed) is verdict


def test_the_release_is_the_one_the_package_names() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", release())
    assert Path(RESULTS).exists()
