"""Limits: nobody can loosen what is promised, and the page says what the code does."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bawaba.config.environment import Environment
from bawaba.config.limits import MAXIMA, Limits, beyond_maximum

ROOT = Path(__file__).parents[2]
UNITS = (("days", 86400), ("h", 3600), ("min", 60), ("s", 1))
ROW = re.compile(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*)\| (.+) \|$", re.MULTILINE)


def said(value: Any) -> str:
    """A limit in words, as the page writes it."""
    if isinstance(value, tuple):
        return ", ".join(f"{count} in {said(timedelta(seconds=seconds))}" for count, seconds in value)
    if not isinstance(value, timedelta):
        return str(value)
    seconds = int(value.total_seconds())
    names = [(name, size) for name, size in UNITS if seconds % size == 0 and (seconds >= 2 * size or size in {1, 3600})]
    return f"{seconds // names[0][1]} {names[0][0]}"


def test_the_page_of_limits_is_true_and_complete() -> None:
    page = {
        name: (value, top.strip()) for name, value, top, _ in ROW.findall((ROOT / "docs/operate/limits.md").read_text())
    }
    told = Limits()
    assert page == {
        one.name: (said_of(one.name, getattr(told, one.name)), said_of(one.name, MAXIMA.get(one.name)))
        for one in fields(told)
    }


def said_of(name: str, value: Any) -> str:
    """Two minutes are written as minutes, a minute as seconds, a day as hours."""
    if value is None:
        return ""
    if value in {timedelta(hours=72)}:
        return "72 h"
    return said(value)


PART_OF = {"phone_code_life": ["A1"], "registered_life": ["A12"], "session_life": ["A28"]}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.promise(n) for n in PART_OF.get(name, ())]) for name in sorted(MAXIMA)],
)
def test_nothing_beyond_its_maximum_is_accepted(name: str) -> None:
    most: Any = MAXIMA[name]
    more = most + (timedelta(seconds=1) if isinstance(most, timedelta) else 1)
    assert beyond_maximum(replace(Limits(), **{name: most})) == []
    assert beyond_maximum(replace(Limits(), **{name: more})) == [name]


def test_every_limit_is_read_somewhere() -> None:
    sources = [path for path in (ROOT / "src/bawaba").rglob("*.py") if path.name != "limits.py"]
    text = "\n".join(path.read_text() for path in sources)
    assert not {one.name for one in fields(Limits) if not re.search(rf"\b{one.name}\b", text)}


def test_every_setting_is_read_somewhere() -> None:
    text = "\n".join(path.read_text() for path in (ROOT / "src/bawaba").rglob("*.py") if path.name != "environment.py")
    assert not [name for name in Environment.model_fields if not re.search(rf"BAWABA\.{name}\b", text)]
