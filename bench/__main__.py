"""``python -m bench [--tiny] [row …]``: measure, write bench/results, draw bench/README.md."""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench import biometric, demo, draw, engine, kiosks, login, login2, memory, oidc, page
from bench.figures import RESULTS, TINY, Size, write
from bench.servers import made_anew
from bench.sites import postgres_answers

Row = Callable[[Size, Path], dict[str, Any]]
ROWS: dict[str, Row] = {
    "login": lambda size, folder: login.measure(_kind(), size, folder),
    "login2": lambda size, folder: login2.measure(_kind(), size, folder),
    "oidc": lambda size, folder: oidc.measure(_kind(), size, folder),
    "page-postgresql": partial(page.measure, "postgresql"),
    "page-sqlite": partial(page.measure, "sqlite"),
    "memory": lambda size, folder: memory.measure(_kind(), size, folder),
    "demo": demo.measure,
    "checklist": lambda size, folder: engine.checklist(_kind(), size, folder),
    "submission": lambda size, folder: engine.inside("submission", "bare", _kind(), size, folder),
    "document": lambda size, folder: engine.inside("document", "weasyprint", "sqlite", size, folder),
    "activation": lambda size, folder: engine.inside("activation", "parts", _kind(), size, folder),
    "biometric": lambda size, folder: biometric.measure(_kind(), size, folder),
    "kiosks": lambda size, folder: kiosks.measure(_kind(), size, folder),
    "search": lambda size, folder: engine.inside("search", "as many as are here", "sqlite", size, folder),
}


def _kind() -> str:
    return "postgresql" if postgres_answers() else "sqlite"


def main() -> int:
    """0 when everything ran, whether or not a target was met: that stands in the results."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="*", metavar="row", help=", ".join(ROWS))
    asked.add_argument("--tiny", action="store_true", help="seconds only: shows that it runs, measures nothing")
    asked.add_argument("--results", type=Path, default=RESULTS)
    told = asked.parse_args()
    size = TINY if told.tiny else Size()
    for name in told.rows or ROWS:
        if name == "page-postgresql" and not postgres_answers():
            print(f"{name}: not measured, no PostgreSQL answers")
            continue
        if name == "document" and not engine.weasyprint_is_here():
            print(f"{name}: not measured, WeasyPrint could not be installed")
            continue
        if name == "biometric" and not biometric.matcher_is_here():
            print(f"{name}: not measured, there is no libfprint (docs/operate/fingerprints.md)")
            continue
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            result = ROWS[name](size, made_anew(Path(folder) / "run"))
        write(name, result, told.results)
        print(f"{name}: {draw.in_short(result)}")
    if told.results == RESULTS:
        draw.draw()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
