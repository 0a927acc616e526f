"""The table of attacks is true: every test that it names exists, races run with threads, and no attack is without an answer."""

import ast
from functools import cache
from pathlib import Path

import pytest

from attacks.table import ATTACKS, Attack

TESTS = Path(__file__).parents[1]
EACH = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@cache
def functions(path: Path) -> dict[str, str]:
    """The tests of a file, with their source."""
    text = path.read_text()
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_source_segment(text, node) or "" for node in found if node.name.startswith("test_")}


def source(test: str) -> str:
    """The source of a test, named as file::function; empty when there is none."""
    name, _, function = test.partition("::")
    path = TESTS / name
    return functions(path).get(function, "") if path.is_file() else ""


@EACH
def test_every_attack_is_shown_or_says_what_it_waits_for(attack: Attack) -> None:
    assert attack.shown_by or attack.not_built
    assert [test for test in attack.shown_by if not source(test)] == []


@EACH
def test_a_race_has_real_threads(attack: Attack) -> None:
    assert not attack.race or [test for test in attack.shown_by if "at_once(" not in source(test)] == []


def test_what_waits_names_its_issue() -> None:
    assert [attack.name for attack in ATTACKS if attack.not_built and "issue" not in attack.not_built] == []


def test_no_two_lines_are_one_and_no_module_of_attacks_is_forgotten() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    named = {Path(test.partition("::")[0]).name for attack in ATTACKS for test in attack.shown_by}
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert here <= named
