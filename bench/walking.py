"""Loads of several steps, walked by several at once in a process of their own: what they share."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from bench.load import SATURATED, _cpu
from bench.talk import Answer, Talk

One = TypeVar("One")


class Wrong(Exception):
    """Not the answer of a whole walk."""


@dataclass
class Walk(Generic[One]):
    """Until ``seconds`` are over each walker takes the next one; what is on its way then is walked to its end and counts."""

    port: int
    seconds: float
    connections: int
    good: int = 0
    bad: int = 0
    first_bad: str = ""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def walk(self, lines: tuple[Talk, Talk], one: One) -> None:
        """One of them, on a browser's connection and a program's; Wrong."""
        raise NotImplementedError

    async def judge(self) -> None:
        """When the clock has stopped; ``wrong`` takes one back."""

    async def run(self, ones: Iterable[One]) -> dict[str, Any]:
        """The figures."""
        each, end = iter(ones), time.perf_counter() + self.seconds
        began, cpu = time.perf_counter(), _cpu()
        await asyncio.gather(*(self._walker(each, end) for _ in range(self.connections)))
        took, used = time.perf_counter() - began, _cpu() - cpu
        await self.judge()
        return self._figures(took, used)

    async def step(
        self, name: str, line: Talk, asked: tuple[str, str, dict[str, str], dict[str, str]], *fine: int
    ) -> Answer:
        """Method, path, headers and form; Wrong when the status is none of ``fine``."""
        method, path, headers, form = asked
        began = time.perf_counter()
        answer = await line.ask(method, path, headers, urlencode(form))
        self.times[name].append(time.perf_counter() - began)
        if answer.status not in fine:
            raise Wrong(f"{name}: {answer.status} {answer.head!r} {answer.body[:300]!r}")
        return answer

    def wrong(self, error: Exception) -> None:
        """Counted; the first one is told."""
        self.bad, self.first_bad = self.bad + 1, self.first_bad or f"{type(error).__name__}: {error}"[:600]

    async def _walker(self, each: Any, end: float) -> None:
        lines = Talk(self.port), Talk(self.port)
        while time.perf_counter() < end and (one := next(each, None)) is not None:
            began = time.perf_counter()
            try:
                await self.walk(lines, one)
            except (Wrong, OSError, EOFError, ValueError, KeyError) as error:
                return self.wrong(error)
            self.times["whole"].append(time.perf_counter() - began)
            self.good += 1
        for line in lines:
            line.close()
        return None

    def _figures(self, took: float, used: float) -> dict[str, Any]:
        steps = {name: _cuts(times) for name, times in self.times.items() if times}
        return {
            "good": self.good,
            "bad": self.bad,
            "first_bad": self.first_bad,
            "rate": self.good / took,
            "generator": used / took,
            "saturated": used / took > SATURATED,
            "steps": steps,
            **steps.get("whole", {}),
        }


def _cuts(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000 for share in (50, 95, 99)}
