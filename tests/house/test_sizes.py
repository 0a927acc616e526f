"""Sizes: a warning at the first figure, a failure at the second."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
SOURCES = [path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts]
TABLES = {"names.py", "people.py", "icons.py"}  # data, one row a line
FILE, FUNCTION, VIEW, ARGUMENTS = (150, 300), (15, 40), (25, 40), (5, 8)
SERVICE, CONNECTOR, MODELS, SETTINGS = (60, 120), (80, 200), (5, 8), (150, 250)


def judge(what: str, size: int, figures: tuple[int, int]) -> None:
    """Fail above the second figure, warn above the first."""
    warn, fail = figures
    assert size <= fail, f"{what}: {size}, and {fail} is the most"
    if size > warn:
        warnings.warn(f"{what}: {size}, and {warn} is enough", stacklevel=2)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def figures_of(path: Path) -> tuple[int, int]:
    """Services and connectors are kept smaller than the rest."""
    room = path.relative_to(SRC).parts
    if room[:2] == ("bawaba", "services"):
        return SERVICE
    return CONNECTOR if room[:2] == ("bawaba", "connectors") else FILE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes_stay_small(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    if path.name not in TABLES:
        judge(name, lines_of(path), figures_of(path))
    most = VIEW if path.name == "views.py" or "portal" in path.parts else FUNCTION
    for one in functions(path):
        judge(f"{name}: {one.name}", (one.end_lineno or 0) - one.lineno + 1, most)
        judge(f"{name}: arguments of {one.name}", len(one.args.args) + len(one.args.kwonlyargs), ARGUMENTS)


@pytest.mark.parametrize("kind", ["css", "js", "html", "typ"])
def test_what_is_no_python_stays_small_as_well(kind: str) -> None:
    for path in SRC.rglob(f"*.{kind}"):
        if "build" not in path.parts:
            judge(str(path.relative_to(ROOT)), lines_of(path), FILE)


def test_a_file_has_few_models() -> None:
    for path in SRC.rglob("models.py"):
        classes = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
        judge(str(path.relative_to(ROOT)), len(classes), MODELS)


def test_the_settings_fit_on_a_few_pages() -> None:
    judge("settings.py", lines_of(SRC / "bawaba/config/settings.py"), SETTINGS)
