"""Records what each promise's tests tried: how often, with how many failures, on which database."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bawaba_design import build

SCALE = float(os.environ.get("TRIALS", "0.1"))
ASKED, RECORD = pytest.StashKey[dict[str, int]](), pytest.StashKey[dict[str, dict[str, int]]]()
PROPERTY = "promise"


class Trials:
    """Callable: ``trials(50)`` is how many of 50 to run at this scale. ``failed`` counts those that broke the promise."""

    def __init__(self, tally: dict[str, int]) -> None:
        self._tally = tally

    def __call__(self, full: int) -> int:
        """A promise's full number, at the scale of this run; counted as tried."""
        count = max(1, int(full * SCALE))
        self._tally["trials"] += count
        return count

    def failed(self, count: int) -> int:
        """Note failures before asserting that there are none."""
        self._tally["failures"] += count
        return count


@pytest.fixture
def trials(request: pytest.FixtureRequest) -> Trials:
    """A promise's number of trials, at the scale of this run (TRIALS=1 in ``make promises``)."""
    return Trials(tally_of(request.node))


def tally_of(item: pytest.Item) -> dict[str, int]:
    """Where one test counts."""
    return item.stash.setdefault(ASKED, {"trials": 0, "failures": 0})


def pytest_configure(config: pytest.Config) -> None:
    """Whoever hands the work out also builds styles and fonts, once."""
    config.stash[RECORD] = {}
    if not hasattr(config, "workerinput"):
        build.main()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes must collect the same names."""
    addresses = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if addresses:
        raise pytest.UsageError(f"a name with an address in it differs between processes: {addresses[0]}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Send what was counted along with the report, so that it also arrives from another process."""
    report = yield
    if report.when == "call" and not report.skipped:
        tally = tally_of(item)
        trials = tally["trials"] or 1
        failures = tally["failures"] or int(report.failed)
        for mark in item.iter_markers("promise"):
            report.user_properties += [(PROPERTY, [number, trials, failures]) for number in mark.args]
    return report


class Recorder:
    """Adds up, and writes the file named in PROMISES_FILE when the run ends."""

    def __init__(self, config: pytest.Config) -> None:
        self._record = config.stash[RECORD]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Reports of this process and of its workers."""
        for name, value in report.user_properties if report.when == "call" else ():
            if name == PROPERTY:
                number, trials, failures = value
                row = self._record.setdefault(number, {"tests": 0, "trials": 0, "failures": 0})
                row["tests"], row["trials"] = row["tests"] + 1, row["trials"] + trials
                row["failures"] += failures

    def pytest_sessionfinish(self) -> None:
        """One object a promise."""
        target = os.environ.get("PROMISES_FILE")
        if target:
            Path(target).write_text(json.dumps(self._record))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Only whoever hands the work out keeps the record."""
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Recorder(session.config), "promises-recorder")
