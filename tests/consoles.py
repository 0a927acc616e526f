"""A demo whose commands, portal and worker are forks of one console: the portal is loaded once, not at every start.

What people type is started as they do it by tests/sandbox/test_demo.py and tests/config/test_cli.py.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bawaba.core.keyring import Keyring
from bawaba_sandbox.demo import Demo

PROGRAM = Path(__file__).with_name("forking_console.py")
BAWABA = "bawaba"


class Console:
    """The program of forking_console.py, in the environment of one installation."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # whoever interrupts the tests does not end it before its demo
        )

    def ask(self, question: Mapping[str, object]) -> int | None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the console has ended: {self._process.wait()}"
        return json.loads(answer)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)


class Fork:
    """A command under way, with what subprocess.Popen has."""

    def __init__(self, console: Console, words: list[str], said: str, *, errors: bool) -> None:
        self._console, self.args = console, [BAWABA, *words]
        self.returncode: int | None = None
        pid = console.ask({"words": words, "said": said, "errors": errors})
        assert pid
        self.pid = pid

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._console.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float = float("inf")) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(self.args, timeout)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


@dataclass
class ForkingDemo(Demo):
    """A demo for many tests."""

    console: Console | None = None

    def prepare(self) -> None:
        """The console reads the keyring when it loads: so the keyring is there before it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        Keyring.generate("demo").save(self.folder / "keyring.json")
        super().prepare()

    def run(self, command: str, *args: str) -> str:
        if command != BAWABA:
            return super().run(command, *args)
        said = self.folder / "said"
        said.unlink(missing_ok=True)
        done = Fork(self._console(), list(args), str(said), errors=False)
        if code := done.wait():
            raise subprocess.CalledProcessError(code, done.args, said.read_text())
        return said.read_text()

    def begin(self, command: list[str], log: IO[bytes]) -> Any:
        program, *words = command
        if program != BAWABA:
            return super().begin(command, log)
        return Fork(self._console(), words, log.name, errors=True)

    def close(self) -> None:
        """After stop()."""
        if self.console:
            self.console.close()

    def _console(self) -> Console:
        self.console = self.console or Console(self.environment())
        return self.console
