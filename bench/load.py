"""The load: one process, raw HTTP/1.1 over kept connections, closed loop for throughput, open loop for latency.

``python -m bench.load`` reads a plan (JSON) from standard input and prints what it measured. A generator that was busy
for nine tenths of the time measured itself: its figures count as "not measured".
"""

import asyncio
import json
import re
import resource
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
SATURATED = 0.9


@dataclass
class Plan:
    """What to send where: ``requests`` in rotation; ``rate`` a second makes it an open loop."""

    port: int
    requests: list[str]
    connections: int = 16
    seconds: float = 4.0
    rate: float = 0.0
    count: int = 0  # stop after so many
    status: int = 200
    holds: str = ""  # every answer must contain this


@dataclass
class Tally:
    """What came back."""

    good: int = 0
    bad: int = 0
    bytes: int = 0
    latencies: list[float] = field(default_factory=list)
    first_bad: str = ""


class Line(asyncio.Protocol):
    """One connection with one request on its way; opened again when the server closes it."""

    def __init__(self, load: "Load") -> None:
        self.load, self.transport = load, None
        self.request, self.began, self.buffer, self.need = b"", 0.0, bytearray(), -1

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        if self.request:
            transport.write(self.request)
        else:
            self.load.idle(self)

    def send(self, request: bytes, began: float) -> None:
        self.request, self.began, self.buffer, self.need = request, began, bytearray(), -1
        if self.transport is not None:
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.need < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            found = LENGTH.search(self.buffer, 0, end)
            self.need = end + 4 + int(found[1]) if found else 0
        if len(self.buffer) >= self.need if self.need else self.buffer.endswith(b"0\r\n\r\n"):
            self._done()

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if self.request and self.need == 0 and self.buffer:
            self._done()
        self.load.open(self)

    def _done(self) -> None:
        answer, self.request = bytes(self.buffer), b""
        self.load.answered(answer, self.began)
        if b"\r\nconnection: close" in answer[:2000].lower() and self.transport is not None:
            self.transport.abort()
        elif self.transport is not None:
            self.load.idle(self)


class Load:
    """Runs a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.tally = plan, Tally()
        self.requests: Iterator[bytes] = cycle([text.encode() for text in plan.requests])
        self.holds = plan.holds.encode()
        self.free: deque[Line] = deque()
        self.waiting: deque[float] = deque()
        self.sent, self.over, self.ending = 0, False, False
        self.finished = asyncio.Event()

    def open(self, line: Line) -> None:
        """Connect (again)."""
        if not self.over:
            self.opening = asyncio.ensure_future(self._connect(line))

    async def _connect(self, line: Line) -> None:
        await asyncio.get_running_loop().create_connection(lambda: line, "127.0.0.1", self.plan.port)

    def idle(self, line: Line) -> None:
        """A connection can take the next request."""
        if self.over or self.ending or (self.plan.count and self.sent >= self.plan.count):
            return
        if self.plan.rate and not self.waiting:
            self.free.append(line)
            return
        self.sent += 1
        line.send(next(self.requests), self.waiting.popleft() if self.plan.rate else time.perf_counter())

    def due(self, moment: float) -> None:
        """Open loop: a request is due, whether or not a connection is free; latency counts from here."""
        self.waiting.append(moment)
        if self.free:
            self.idle(self.free.popleft())

    def answered(self, answer: bytes, began: float) -> None:
        """Count it, and judge it."""
        tally, now = self.tally, time.perf_counter()
        if int(answer[9:12]) == self.plan.status and self.holds in answer:
            tally.good += 1
            tally.bytes += len(answer)
            tally.latencies.append(now - began)
        else:
            tally.bad += 1
            tally.first_bad = tally.first_bad or answer[:300].decode(errors="replace")
        if self.plan.count and tally.good + tally.bad >= self.plan.count:
            self.finished.set()

    async def run(self) -> dict[str, Any]:
        """The figures."""
        for _ in range(self.plan.connections):
            await self._connect(Line(self))
        began, cpu = time.perf_counter(), _cpu()
        if self.plan.rate:
            await self._offer(began)
        elif self.plan.count:
            await self.finished.wait()
        else:
            await asyncio.sleep(self.plan.seconds)
            await self._end()
        took, used = time.perf_counter() - began, _cpu() - cpu
        self.over = True
        return self._figures(took, used)

    async def _end(self) -> None:
        """What is on its way is still answered and counts, with its time: a slow answer is not lost at the edge."""
        self.ending = True
        for _ in range(1000):
            if self.tally.good + self.tally.bad == self.sent:
                return
            await asyncio.sleep(0.01)

    async def _offer(self, began: float) -> None:
        for number in range(int(self.plan.rate * self.plan.seconds)):
            moment = began + number / self.plan.rate
            if (early := moment - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            self.due(moment)
        for _ in range(100):  # answers still on their way
            if self.tally.good + self.tally.bad == int(self.plan.rate * self.plan.seconds):
                return
            await asyncio.sleep(0.05)

    def _figures(self, took: float, used: float) -> dict[str, Any]:
        times = sorted(self.tally.latencies)
        shares = {
            f"p{share}": times[min(len(times) - 1, len(times) * share // 100)] * 1000 for share in (50, 95, 99) if times
        }
        return {
            "good": self.tally.good,
            "bad": self.tally.bad,
            "seconds": took,
            "rate": self.tally.good / took,
            "bytes": self.tally.bytes // max(1, self.tally.good),
            "generator": used / took,
            "saturated": used / took > SATURATED,
            "unanswered": int(self.plan.rate * self.plan.seconds) - self.tally.good - self.tally.bad
            if self.plan.rate
            else 0,
            "first_bad": self.tally.first_bad,
            **shares,
        }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    plan = Plan(**json.load(sys.stdin))

    async def main() -> dict[str, Any]:
        """Inside a running loop."""
        return await Load(plan).run()

    print(json.dumps(asyncio.run(main())))
