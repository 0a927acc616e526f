"""The measurement: a small one on the real matcher, bounds against known values, and the page that shows the large one."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bawaba_sandbox import cli
from bawaba_sandbox.register.fingerprints import nbis as line
from bawaba_sandbox.register.fingerprints.curve import curve
from bawaba_sandbox.register.fingerprints.measuring import (
    Plan,
    Scores,
    chosen,
    false_matches,
    false_non_matches,
    is_no_matcher,
    measured,
    upper_bound,
)
from bawaba_sandbox.register.fingerprints.nbis import Nbis
from bawaba_sandbox.register.fingerprints.report import page
from bawaba_sandbox.register.matchers.libfprint import THRESHOLD, Libfprint

DOCS = Path(__file__).parents[3] / "docs/operate"
PLAN = Plan(fingers=6, captures=2, seed=5, wild=1.0)


@pytest.mark.parametrize(
    ("errors", "of", "bound"),
    [(0, 59, 0.0495), (0, 10_620, 2.82e-4), (1, 10_620, 4.47e-4), (3, 100, 0.0757), (7, 180, 0.0718), (30, 30, 1.0)],
)
def test_bounds_are_those_of_clopper_and_pearson(errors: int, of: int, bound: float) -> None:
    """Expected values: scipy.stats.beta.ppf(0.95, k + 1, n - k)."""
    assert upper_bound(errors, of) == pytest.approx(bound, rel=0.01)


def test_the_threshold_comes_from_one_set_and_the_errors_from_the_other() -> None:
    choosing, trying = Scores((90, 20), (3, 46, 12), 0), Scores((47, 46, 80), (46, 47, 9, 200), 1)
    assert chosen(choosing) == 47
    assert (false_matches(trying, 47).errors, false_matches(trying, 47).of) == (2, 4)
    assert (false_non_matches(trying, 47).errors, false_non_matches(trying, 47).of) == (1, 3)


@pytest.mark.libfprint
def test_a_small_measurement_tells_owners_from_strangers(libfprint: Libfprint) -> None:
    """Fails for a matcher that accepts everybody, and for one that accepts nobody."""
    choosing, trying = (measured(libfprint.nbis, PLAN, name, lambda _: None) for name in ("choosing", "trying"))
    assert (len(trying.genuine), len(trying.impostor)) == (12, 60)
    for threshold in (chosen(choosing), THRESHOLD):
        assert is_no_matcher(trying, threshold) == ""
    assert false_non_matches(trying, THRESHOLD).errors == 0
    assert false_matches(trying, THRESHOLD).errors <= 1
    assert min(trying.genuine) > max(trying.impostor)


@pytest.mark.libfprint
def test_the_same_seed_is_the_same_measurement(libfprint: Libfprint) -> None:
    plan = Plan(fingers=2, captures=1, seed=5, wild=1.0)
    first, second = (measured(libfprint.nbis, plan, "trying", lambda _: None) for _ in range(2))
    assert first == second


@pytest.mark.libfprint
@pytest.mark.parametrize(("score", "why"), [(1000, "accepts everybody"), (0, "accepts nobody")])
def test_the_command_fails_on_what_is_no_matcher(
    score: int, why: str, libfprint: Libfprint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Nbis, "scores", lambda _self, _picture, templates: (score,) * len(templates))
    told = ["fingerprints", "measure", "--fingers", "2", "--captures", "1", "--to", str(tmp_path)]
    done = CliRunner().invoke(cli.main, told)
    assert done.exit_code == 1
    assert why in done.output


@pytest.mark.libfprint
def test_the_command_writes_figures_page_and_curve(libfprint: Libfprint, tmp_path: Path) -> None:
    told = ["fingerprints", "measure", "--fingers", "3", "--captures", "1", "--wild", "1", "--to", str(tmp_path)]
    done = CliRunner().invoke(cli.main, told)
    found = json.loads((tmp_path / "fingerprints.json").read_text())
    assert done.exit_code == 0, done.output
    assert found["matcher"] == libfprint.name
    assert (found["trying"]["false_matches"]["of"], found["trying"]["false_non_matches"]["of"]) == (6, 3)
    assert (tmp_path / "fingerprints.svg").read_text() == curve(found)


def test_without_libfprint_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "SYSTEM_PYTHON", "/nonexistent/python3")
    done = CliRunner().invoke(cli.main, ["fingerprints", "measure"])
    assert done.exit_code == 2
    assert "libfprint" in done.output


@pytest.fixture
def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "fingerprints.json").read_text())
    return found


def test_the_page_and_the_curve_show_the_recorded_figures_as_they_are(recorded: dict[str, Any]) -> None:
    assert (DOCS / "fingerprints.md").read_text() == page(recorded)
    assert (DOCS / "fingerprints.svg").read_text() == curve(recorded)


def test_the_register_uses_the_threshold_that_was_chosen_and_the_figures_follow_from_the_scores(
    recorded: dict[str, Any],
) -> None:
    assert recorded["threshold"] == THRESHOLD == recorded["choosing"]["highest_impostor"] + 1
    scores = {int(score): counts for score, counts in recorded["histogram"].items()}
    trying, plan = recorded["trying"], recorded["plan"]
    captures = plan["fingers"] * plan["captures"]
    assert trying["false_matches"] == {
        "errors": sum(impostors for score, (_, impostors) in scores.items() if score >= THRESHOLD),
        "of": captures * (plan["fingers"] - 1),
        "bound": pytest.approx(upper_bound(trying["false_matches"]["errors"], trying["false_matches"]["of"])),
    }
    assert trying["false_non_matches"]["errors"] == sum(n for score, (n, _) in scores.items() if score < THRESHOLD)
    assert trying["false_non_matches"]["of"] == captures
