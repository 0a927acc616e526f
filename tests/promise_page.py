"""docs/operate/promises.md from the results of ``make promises``, and whether those results are still good."""

import re
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Record = dict[str, dict[str, int]]
ROOT = Path(__file__).parent.parent
RESULTS, PAGE = ROOT / "docs/operate/promises.json", ROOT / "docs/operate/promises.md"
PROMISED: dict[str, dict[str, str]] = tomllib.loads((ROOT / "docs/operate/promises.toml").read_text())
HEAD = """# Promises

What Bawaba promises, each with its number, and what the last full run of `make promises` tried. Zero failures of n trials
bound the rate at 3/n; they do not prove that there is none. A promise without a test is listed and not yet made.
`make promises` writes this page; `make check` fails when a result is more than one release older than the code.
"""


def added(one: Record, other: Record) -> Record:
    """What two runs have tried together."""
    numbers, counts = {*one, *other}, ("tests", "trials", "failures")
    return {
        number: {count: sum(each.get(number, {}).get(count, 0) for each in (one, other)) for count in counts}
        for number in numbers
    }


def release() -> str:
    """The version of the code in this checkout."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def releases() -> list[str]:
    """Every release that CHANGELOG.md names, newest first."""
    return re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def code_changed_since(commit: str) -> bool:
    """Whether anything under src/ differs from what was measured; a commit that is gone counts as changed."""
    command = ["git", "diff", "--quiet", commit, "--", "src"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode != 0


def too_old(measured: str, known: Sequence[str], *, changed: bool) -> bool:
    """More than one release was made since ``measured``, and the code is no longer the same."""
    return changed and sum(_parts(one) > _parts(measured) for one in known) > 1


def render(outcome: dict[str, Any]) -> str:
    """The page."""
    found = outcome["promises"]
    about = (
        f"Measured {outcome['date'][:10]} on `{outcome['commit'][:12]}`{' with changes' if outcome['changed'] else ''}"
    )
    about += f" (release {outcome['release']}), at {outcome['scale']:g} of the full number of trials."
    lines = [
        HEAD,
        about,
        "",
        "| | promise | number | database | tests | trials | failures |",
        "|---|---|---|---|---|---|---|",
    ]
    for number in found:
        said = f"{PROMISED[number]['name']} | {_cell(PROMISED[number]['number'])}"
        for database, row in found[number].items():
            lines.append(f"| {number} | {said} | {database} | {row['tests']} | {row['trials']} | {row['failures']} |")
    lines += ["", "## Not yet made", "", "| | promise | number |", "|---|---|---|"]
    lines += [f"| {n} | {one['name']} | {_cell(one['number'])} |" for n, one in PROMISED.items() if n not in found]
    return "\n".join(lines) + "\n"


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
