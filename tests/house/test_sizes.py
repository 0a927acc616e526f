"""Sizes: a warning at the first figure, a failure at the second."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from sources import ROOT, SOURCES, SRC, functions

TABLES = {"names.py", "people.py", "icons.py"}  # data, one row a line
FILE, FUNCTION, VIEW, ARGUMENTS = (150, 300), (15, 40), (25, 40), (5, 8)
SERVICE, CONNECTOR, MODELS, SETTINGS = (60, 120), (80, 200), (5, 8), (150, 250)


Size = tuple[str, int, tuple[int, int]]


def judge(sizes: Iterator[Size]) -> None:
    """Fail above the second figure and name all that are, warn above the first."""
    too_big = []
    for what, size, (warn, fail) in sizes:
        if size > fail:
            too_big.append(f"{what}: {size}, and {fail} is the most")
        elif size > warn:
            warnings.warn(f"{what}: {size}, and {warn} is enough", stacklevel=2)
    assert not too_big


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def figures_of(path: Path) -> tuple[int, int]:
    """Services and connectors are kept smaller than the rest."""
    room = path.relative_to(SRC).parts
    if room[:2] == ("bawaba", "services"):
        return SERVICE
    return CONNECTOR if room[:2] == ("bawaba", "connectors") else FILE


def sizes_of(path: Path) -> Iterator[Size]:
    name = str(path.relative_to(ROOT))
    if path.name not in TABLES:
        yield name, lines_of(path), figures_of(path)
    most = VIEW if path.name == "views.py" or "portal" in path.parts else FUNCTION
    for one in functions(path):
        yield f"{name}: {one.name}", (one.end_lineno or 0) - one.lineno + 1, most
        yield f"{name}: arguments of {one.name}", len(one.args.args) + len(one.args.kwonlyargs), ARGUMENTS


def test_sizes_stay_small() -> None:
    judge(size for path in SOURCES for size in sizes_of(path))


@pytest.mark.parametrize("kind", ["css", "js", "html", "typ"])
def test_what_is_no_python_stays_small_as_well(kind: str) -> None:
    found = [path for path in SRC.rglob(f"*.{kind}") if "build" not in path.parts]
    judge((str(path.relative_to(ROOT)), lines_of(path), FILE) for path in found)


def models_of(path: Path) -> Size:
    classes = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
    return str(path.relative_to(ROOT)), len(classes), MODELS


def test_a_file_has_few_models() -> None:
    judge(models_of(path) for path in SRC.rglob("models.py"))


def test_the_settings_fit_on_a_few_pages() -> None:
    judge(iter([("settings.py", lines_of(SRC / "bawaba/config/settings.py"), SETTINGS)]))


def test_what_is_too_big_fails_by_its_name_and_what_grows_warns() -> None:
    with pytest.warns(UserWarning, match="b: 2, and 1 is enough"), pytest.raises(AssertionError, match="c: 4, and 3"):
        judge(iter([("a", 1, (1, 3)), ("b", 2, (1, 3)), ("c", 4, (1, 3))]))
