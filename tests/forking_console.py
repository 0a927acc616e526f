"""A program that loads the portal once, and does each command of ``bawaba`` in a fork: as in a process of its own, but at once.

Reads lines of JSON: {words, said, errors} begins a command, and is answered by its process id; {ended} asks how that
process ended, and is answered by its exit code, or by null while it runs. Before a fork no thread is started and no
connection opened.
"""

import gc
import json
import os
import sys
import threading
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.utils.module_loading import import_string

from bawaba.config.cli import main

COMMANDS = ("attestors", "officer", "web", "worker")


def load() -> None:
    """What a command imports by itself; each does its own checks, and makes its own connectors: some start a thread."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
    django.setup()
    import_module(settings.ROOT_URLCONF)
    import_module("bawaba.web.ops.checks").shelves_load()
    for command in COMMANDS:
        import_module(f"bawaba.web.ops.management.commands.{command}")
    for choice in (*settings.CONNECTORS.values(), settings.LOGOUT_CONNECTOR, settings.PUSH_CONNECTOR):
        import_string(choice["BACKEND"])
    assert threading.active_count() == 1, "a fork has the thread that forks, and none beside it"
    gc.freeze()  # what is shared with the forks stays shared


def serve() -> None:
    """Until nobody asks any more."""
    for line in sys.stdin:
        told = json.loads(line)
        if "ended" in told:
            answer: int | None = _ended(told["ended"])
        elif not (answer := os.fork()):
            _become(told)
            main()  # and ends as ``bawaba`` does
            return
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


def _ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _become(told: dict[str, Any]) -> None:
    """A session, an input and outputs of its own."""
    os.setsid()
    appended = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(told["said"], appended), 1)
    if told["errors"]:
        os.dup2(1, 2)
    sys.argv = ["bawaba", *told["words"]]


if __name__ == "__main__":
    load()
    serve()
