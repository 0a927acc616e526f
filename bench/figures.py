"""Minimum, median, maximum; ratios inside a round; results as JSON."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.machine import ROOT

RESULTS = ROOT / "bench" / "results"


@dataclass(frozen=True)
class Size:
    """How much is measured; ``tiny`` only shows that it runs."""

    rounds: int = 24
    seconds: float = 1.0
    people: int = 1600
    sessions: int = 64
    few: int = 1_000
    many: int = 10_000


TINY = Size(rounds=1, seconds=0.2, people=40, sessions=4, few=20, many=60)


def spread(values: Sequence[float]) -> dict[str, float]:
    """The three figures."""
    return {
        "minimum": round(min(values), 3),
        "median": round(statistics.median(values), 3),
        "maximum": round(max(values), 3),
    }


def ratios(rounds: Sequence[dict[str, dict[str, Any]]], one: str, other: str, of: str = "rate") -> dict[str, float]:
    """One ÷ other, round by round: what disturbed a round disturbed both."""
    return spread([each[one][of] / each[other][of] for each in rounds if one in each and other in each])


def order(names: Sequence[str], number: int) -> list[str]:
    """A B C, then C B A: nobody is always measured after the same neighbour."""
    return list(names) if number % 2 == 0 else list(reversed(names))


def summed_up(rounds: Sequence[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Each target's figures over the rounds."""
    names = list(rounds[0])
    kept = ("rate", "cpu_ms", "p50", "p95", "p99", "generator", "bytes")
    return {
        name: {key: spread([each[name][key] for each in rounds]) for key in kept if key in rounds[0][name]}
        for name in names
    }


def steps_of(rounds: Sequence[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Latencies of each step of whoever walks several, the portal first."""
    walked = sorted((name for name in rounds[0] if "steps" in rounds[0][name]), key=lambda name: name != "portal")
    return {
        f"{name}: {step}": {
            cut: spread([each[name]["steps"][step][cut] for each in rounds]) for cut in ("p50", "p95", "p99")
        }
        for name in walked
        for step in rounds[0][name]["steps"]
    }


def measured(rounds: Sequence[dict[str, dict[str, Any]]]) -> bool:
    """False when a generator was busier than the servers: it measured itself."""
    return not any(figures.get("saturated") for each in rounds for figures in each.values())


def write(name: str, result: dict[str, Any], folder: Path = RESULTS) -> None:
    """One file a row."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
