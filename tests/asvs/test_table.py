"""The table of ASVS is true: each named test exists and is collected, and no line is without an answer."""

import ast
from functools import cache
from pathlib import Path

import pytest

from asvs.table import LINES, Line

TESTS = Path(__file__).parents[1]
EACH = pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
SKIPS = {"skip", "skipif", "xfail"}


@cache
def collected(path: Path) -> frozenset[str]:
    """Functions that pytest collects from a file, and does not skip."""
    found = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    return frozenset(node.name for node in found if node.name.startswith("test_") and not _is_skipped(node))


def _is_skipped(node: ast.FunctionDef) -> bool:
    return any(
        SKIPS & {one.attr for one in ast.walk(mark) if isinstance(one, ast.Attribute)} for mark in node.decorator_list
    )


@EACH
def test_every_test_that_a_line_names_is_there(line: Line) -> None:
    assert bool(line.shown_by) != bool(line.not_here), "shown, or a sentence that says why not"
    missing = [one for one in line.shown_by if one.partition("::")[2] not in collected(TESTS / one.partition("::")[0])]
    assert missing == []
    assert line.level in {1, 2, 3}
    assert not line.lacks or "issue" in line.lacks


def test_every_requirement_of_the_three_chapters_stands_once() -> None:
    said = [number for line in LINES for number in numbers(line.id)]
    assert len(said) == len(set(said))
    wanted = [f"6.2.{n}" for n in range(1, 13)] + [f"6.3.{n}" for n in range(1, 9)] + [f"6.5.{n}" for n in range(1, 9)]
    wanted += [f"6.4.{n}" for n in (1, 2, 3, 4, 6)] + ["6.1.1", "6.6.1", "6.6.2", "6.6.3", "6.7.1", "6.7.2"]
    wanted += (
        [f"6.8.{n}" for n in range(1, 5)] + [f"7.1.{n}" for n in range(1, 4)] + ["7.2.3", "7.2.4", "7.3.1", "7.3.2"]
    )
    wanted += [f"7.4.{n}" for n in range(1, 6)] + [f"7.5.{n}" for n in range(1, 4)] + ["7.6.1", "7.6.2"]
    wanted += [f"10.1.{n}" for n in (1, 2)] + [f"10.2.{n}" for n in (1, 2, 3)] + [f"10.3.{n}" for n in range(1, 6)]
    wanted += [f"10.4.{n}" for n in range(1, 17)] + ["10.5.1", "10.6.1", "10.7.1"]
    assert set(wanted) - set(said) == set()


def numbers(text: str) -> list[str]:
    """``6.2.1, 6.2.3`` and ``10.4.12 - 10.4.16``."""
    found = []
    for part in text.split(", "):
        first, _, last = part.partition(" - ")
        chapter, _, begin = first.rpartition(".")
        end = last.rpartition(".")[2] or begin
        found += [f"{chapter}.{n}" for n in range(int(begin), int(end) + 1)]
    return found
