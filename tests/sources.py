"""Our own source files for the tests that read them: each is parsed once in a process."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
PORTAL = SRC / "bawaba"
SOURCES = [path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Every node of the file."""
    return list(ast.walk(ast.parse(path.read_text())))


def functions(path: Path) -> list[ast.FunctionDef]:
    """Functions and methods, those inside others too."""
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]


@cache
def called_in(path: Path) -> frozenset[str]:
    """Names that are called there, whatever they hang on."""
    called = [node.func for node in nodes(path) if isinstance(node, ast.Call)]
    return frozenset(one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called)


def callers(*names: str, below: Path = PORTAL) -> set[str]:
    """Files of the portal in which one of these is called, migrations among them."""
    files = below.rglob("*.py")
    return {str(path.relative_to(PORTAL)) for path in files if not called_in(path).isdisjoint(names)}
