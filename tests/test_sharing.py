"""Between two runs nothing is lost, and each run travels every journey."""

from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import sharing

SIX = [("phone", "ar"), ("desktop", "ar"), ("phone", "en"), ("desktop", "en")]


def one(name: str, *, room: str = "cases", fixtures: tuple[str, ...] = (), marked: bool = False, **known: Any) -> Any:
    """As much of a collected test as is looked at."""
    holder = ModuleType("m")
    vars(holder).update(known)
    folder = SimpleNamespace(name=room)
    return SimpleNamespace(
        nodeid=f"tests/{room}/test_x.py::{name}",
        path=SimpleNamespace(name="test_x.py", parent=folder),
        name=name,
        module=holder,
        fixturenames=fixtures,
        get_closest_marker=lambda mark: marked or None,
    )


@pytest.fixture
def some() -> list[Any]:
    looked = [one(f"test_look[{size}-{language}]", room="journeys") for size, language in SIX]
    met = [one("test_marked", marked=True), one("test_world", fixtures=("world",)), one("test_program", subprocess=1)]
    return [*looked, one("test_once", room="journeys", fixtures=("at",)), *met, one("test_pure")]


def does(some: list[Any], number: int, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    monkeypatch.setenv("TESTS_SHARE", f"{number}/2")
    left = {id(item) for item in sharing.others(some)}
    return {item.nodeid.partition("::")[2] for item in some if id(item) not in left}


def test_a_run_alone_does_all_of_it(some: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESTS_SHARE", raising=False)
    assert sharing.others(some) == []


def test_two_runs_do_everything_and_what_meets_a_database_twice(
    some: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (does(some, number, monkeypatch) for number in (1, 2))
    assert first | second == {item.nodeid.partition("::")[2] for item in some}
    assert first - second == {"test_pure", "test_look[phone-ar]", "test_look[desktop-en]"}
    assert second - first == {"test_look[desktop-ar]", "test_look[phone-en]"}
    assert {"test_marked", "test_world", "test_program", "test_once"} <= first & second


def test_a_program_that_is_told_of_no_database_is_started_once(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = [one(sorted(sharing.APART)[0], subprocess=1)]
    assert does(apart, 1, monkeypatch)
    assert not does(apart, 2, monkeypatch)


def test_whatever_is_told_of_no_database_is_there() -> None:
    tests = "".join(file.read_text() for file in Path(__file__).parent.rglob("test_*.py"))
    assert not [name for name in sharing.APART if f"def {name}(" not in tests]
