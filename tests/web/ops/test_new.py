"""``bawaba new``: what it writes works at once, in a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of the checkout as a test of a service needs."""
    for part in ("src", "content"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").mkdir()
    for file in (ROOT / "tests").glob("*.py"):
        shutil.copy(file, tmp_path / "tests" / file.name)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "docs/operate", tmp_path / "docs/operate")
    return tmp_path


def passes(checkout: Path, *tests: str) -> None:
    """The two tests of each service, and the style of all files."""
    told = {
        key: value for key, value in os.environ.items() if not key.startswith(("BAWABA_", "PYTEST_", "TEST_DATABASE"))
    }
    told["PYTHONPATH"] = str(checkout / "src")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-vv", *tests]
    done = subprocess.run(command, cwd=checkout, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert [done.stdout.count(f"{test}::") for test in tests] == [2] * len(tests), done.stdout
    assert f"{2 * len(tests)} passed" in done.stdout
    lint = [sys.executable, "-m", "ruff", "check", "src/bawaba/services", "tests/services"]
    assert subprocess.run(lint, cwd=checkout, capture_output=True, check=False).returncode == 0


def follow_the_page(checkout: Path) -> str:
    """Each command and each file of docs/add/eservice.md, in its order; where its test is."""
    page = (ROOT / "docs/add/eservice.md").read_text()
    written = re.findall(r"```sh\nbawaba new (.*)\n", page)
    assert len(written) == 1
    call_command("new", *written[0].split(), root=checkout)
    source, _, test = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    named = re.findall(r"`((?:src/bawaba|tests)/\S+\.py)`", page)[:2]
    for path, text in zip(named, (source, test), strict=True):
        assert (checkout / path).exists(), "the page names what was written"
        (checkout / path).write_text(text)
    return named[1]


def test_a_new_eservice_as_it_is_written_and_one_of_who_follows_the_page_work_at_once(checkout: Path) -> None:
    call_command("new", "eservice", "traffic", "plate-history", root=checkout)
    passes(checkout, "tests/services/traffic/test_plate_history.py", follow_the_page(checkout))


@pytest.mark.parametrize("slug", ["Plate", "plate history", "../plate", "pay-violations"])
def test_a_name_that_is_none_or_taken_is_refused(tmp_path: Path, slug: str) -> None:
    (tmp_path / "src/bawaba/services").mkdir(parents=True)
    with pytest.raises(CommandError):
        call_command("new", "eservice", "traffic", slug, root=tmp_path)
    assert not list(tmp_path.rglob("*.py"))


def test_outside_of_a_checkout_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a checkout"):
        call_command("new", "eservice", "traffic", "plate-history", root=tmp_path)
