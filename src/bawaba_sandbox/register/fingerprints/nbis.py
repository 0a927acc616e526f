"""The line to libfprint_worker.py: one picture at a time, each within its seconds of computing, and a fresh worker after a bad end."""

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from bawaba_sandbox.register.fingerprints.pictures import Picture
from bawaba_sandbox.register.fingerprints.records import Unreadable

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's python3-gi belongs to it
WORKER = Path(__file__).with_name("libfprint_worker.py")
SECONDS, SECONDS_TO_START = 1.5, 10.0
BUSY, LOOKS = 4, 20  # times its seconds by the clock, at most; how often it is looked at within them
Template = tuple[list[int], list[int], list[int]]  # x, y from below, degrees


class Missing(Exception):
    """Debian's libfprint or its bindings are not on this machine."""


class MatcherDown(Exception):
    """There is no matcher any more: neither yes nor no."""


class Ended(Exception):
    """The worker has ended by itself."""


@dataclass(frozen=True)
class Seen:
    """What mindtct saw in the picture, and what bozorth3 scored against each template."""

    minutiae: Template
    scores: tuple[int, ...]


class Nbis:
    """A worker, started when the first picture comes; any number of threads."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Missing when there is none on this machine."""
        self._lock, self._seconds = Lock(), seconds
        self._process: subprocess.Popen[str] | None = None
        self.version = ""
        self._start()

    def minutiae(self, picture: Picture) -> Template:
        """What is to be seen; Unreadable when that is too little, MatcherDown."""
        return self._seen(picture, ()).minutiae

    def score(self, picture: Picture, template: Template) -> int:
        """One to one."""
        return self._seen(picture, (template,)).scores[0]

    def scores(self, picture: Picture, templates: Sequence[Template]) -> tuple[int, ...]:
        """One to each of several: libfprint stops at a high score, and is asked for the rest."""
        found: tuple[int, ...] = ()
        while len(found) < len(templates):
            found += self._seen(picture, templates[len(found) :]).scores
        return found

    def _seen(self, picture: Picture, templates: Sequence[Template]) -> Seen:
        asked = {
            "width": picture.width,
            "height": picture.height,
            "pixels": base64.b64encode(picture.pixels).decode(),
            "templates": templates,
        }
        with self._lock:
            answer = self._ask(json.dumps(asked))
        if "unreadable" in answer:
            raise Unreadable(answer["unreadable"])
        x, y, angle = answer["minutiae"]
        return Seen((x, y, angle), tuple(answer["scores"]))

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        pass  # what was not sent any more
        self._process = None

    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(
                [SYSTEM_PYTHON, "-I", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            told = self._answer(SECONDS_TO_START)
        except (OSError, Ended, Unreadable) as error:
            self.close()
            raise Missing(type(error).__name__) from error
        if "version" not in told:
            self.close()
            raise Missing(told.get("missing", "it says nothing"))
        self.version = str(told["version"])

    def _ask(self, line: str) -> dict[str, Any]:
        """Twice, when it has ended: that may have been another's doing. A picture that takes too long is unreadable."""
        for _ in range(2):
            try:
                return self._asked_once(line)
            except (OSError, Ended):
                self.close()
        raise Unreadable("it breaks the matcher")

    def _asked_once(self, line: str) -> dict[str, Any]:
        try:
            if self._process is None:
                self._start()
        except Missing as error:
            raise MatcherDown("it does not start any more") from error
        process = self._running()
        process.stdin.write(line + "\n")  # type: ignore[union-attr]  # a pipe
        process.stdin.flush()  # type: ignore[union-attr]  # a pipe
        return self._answer(self._seconds)

    def _answer(self, seconds: float) -> dict[str, Any]:
        process = self._running()
        if not _comes(process, seconds):
            self.close()
            raise Unreadable("it takes too long")
        line = process.stdout.readline()  # type: ignore[union-attr]  # a pipe
        if not line:
            raise Ended
        found: dict[str, Any] = json.loads(line)
        return found

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            raise Ended
        return self._process


def _comes(process: "subprocess.Popen[str]", seconds: float) -> bool:
    """Whether it answers within so many seconds of its own computing: on a busy machine it has to wait for its turn."""
    began, end = _computed(process.pid), time.monotonic() + BUSY * seconds
    while not select.select([process.stdout], [], [], seconds / LOOKS)[0]:
        if _computed(process.pid) - began >= seconds or time.monotonic() >= end:
            return False
    return True


def _computed(pid: int) -> float:
    """Seconds of a processor, its own and the system's for it; proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
