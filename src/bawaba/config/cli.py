"""The command ``bawaba``: Django's management commands under the portal's settings."""

import gc
import os
import sys
from collections.abc import Iterator

from django.core.management import execute_from_command_line

THEN = "--then"
# Everything that a start loads stays: with Python's own 700 a sixth of the start went into looking through it.
ALLOCATIONS = 10_000


def main() -> None:
    """Run one management command, or several one after the other; ``attestor-check`` is ``attestor_check``.

    ``bawaba migrate --then collectstatic --noinput`` loads the portal once, and ends at the first that fails.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
    gc.set_threshold(ALLOCATIONS, *gc.get_threshold()[1:])
    program, *words = sys.argv
    for command in _commands(words):
        execute_from_command_line([program, *command])


def _commands(words: list[str]) -> Iterator[list[str]]:
    """What stands between the THENs."""
    ends = [place for place, word in enumerate(words) if word == THEN]
    for begin, end in zip([0, *(place + 1 for place in ends)], [*ends, len(words)], strict=True):
        name, *told = words[begin:end] or [""]
        yield [name if name.startswith("-") else name.replace("-", "_"), *told] if name else []
