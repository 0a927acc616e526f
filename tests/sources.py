"""Our own source files for the tests that read them: each is parsed once in a process."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
SOURCES = [path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Every node of the file."""
    return list(ast.walk(ast.parse(path.read_text())))


def functions(path: Path) -> list[ast.FunctionDef]:
    """Functions and methods, those inside others too."""
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]
