"""The command ``bawaba`` runs one deed, or several in one process."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).parent / "bawaba")


def said(*words: str) -> "subprocess.CompletedProcess[str]":
    told = {name: value for name, value in os.environ.items() if not name.startswith(("BAWABA_", "DJANGO_"))}
    return subprocess.run([COMMAND, *words], env=told, capture_output=True, text=True, check=False)


def test_several_commands_run_one_after_the_other_up_to_the_first_that_fails() -> None:
    done = said(
        "shell",
        "--no-imports",
        "-c",
        "print(1)",
        "--then",
        "shell",
        "--no-imports",
        "-c",
        "print(2)",
        "--then",
        "no-such",
        "--then",
        "check",
    )
    assert done.stdout.split() == ["1", "2"]
    assert "'no_such'" in done.stderr
    assert done.returncode == 1


def test_a_command_of_nothing_lists_what_there_is() -> None:
    done = said()
    assert "attestor_check" in done.stdout
    assert done.returncode == 0
