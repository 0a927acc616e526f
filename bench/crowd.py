"""Kiosks that serve at once, in a process of their own: a plan on standard input, figures on standard output.

Each kiosk has its own key and connection. A visit is what a person does who never registered: number, finger, phone, the
code that came as a text message, the statement; it ends with "activated".
"""

import json
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

import httpx

from bawaba_attestor import Attestor, Claims, Subject
from bawaba_kiosk.readers.simulated import capture_of

FINGER, PLACE, TEXTS = "right_index", "market", "2026-11"
SIX = re.compile(r"\b(\d{6})\b")
PATIENCE, ASKS_EACH = 60.0, 0.1  # seconds
SATURATED = 0.9
POPULATIONS = ("citizen", "resident", "visitor", "gcc_citizen")


class Crowd:
    """Kiosks with keys, and somebody new before each."""

    def __init__(self, plan: dict[str, Any]) -> None:
        """``portal``, ``outside``, ``kiosks`` (key by slug) and ``visits`` of each."""
        self.outside = httpx.Client(base_url=plan["outside"], timeout=30)
        self.kiosks = [Attestor(plan["portal"], slug, key) for slug, key in plan["kiosks"].items()]
        self.visits = int(plan["visits"])
        self.took: dict[str, list[float]] = defaultdict(list)  # milliseconds by call; a list's append is atomic
        self.bad: list[str] = []
        self.people = [self._somebody(number) for number in range(len(self.kiosks) * self.visits)]
        self.fingers = self.outside.get("/register/fingers").json()

    def run(self) -> dict[str, Any]:
        """All begin together; until the last visit has ended."""
        start = threading.Barrier(len(self.kiosks) + 1)
        threads = [threading.Thread(target=self._serve, args=(kiosk, start)) for kiosk in self.kiosks]
        for thread in threads:
            thread.start()
        start.wait()
        began, used = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        return self._figures(took, time.process_time() - used)

    def _serve(self, kiosk: Attestor, start: threading.Barrier) -> None:
        start.wait()
        for _ in range(self.visits):
            with self._timed("visit"):
                self._visit(kiosk, self.people.pop())

    def _visit(self, kiosk: Attestor, one: dict[str, Any]) -> None:
        with self._timed("number"):
            opened = kiosk.open_visit(one["kind"], one["number"], PLACE, "ar", TEXTS)
        sample = capture_of(self.fingers[one["slug"]]["fingers"][FINGER])
        with self._timed("finger"):
            _require(kiosk.send_biometric(opened["visit"], FINGER, "bench", "simulated", sample), "match")
        with self._timed("phone"):
            kiosk.send_phone(opened["visit"], one["phone"])
        with self._timed("message"):
            code = self._code_on(one["phone"])
        with self._timed("code"):
            _require(kiosk.send_code(opened["visit"], code), "proven")
        subject = Subject(one["kind"], one["number"], one["phone"], datetime.now(UTC))
        shown = {"visit": opened["visit"], "challenge": opened["challenge"]}
        claims = Claims(method="fingerprint", place=PLACE, enrolment="discard", terms_version=TEXTS, **shown)
        with self._timed("statement"):
            outcome = kiosk.attest(subject, claims)
        if outcome.word != "activated":
            raise RuntimeError(outcome.body)

    @contextmanager
    def _timed(self, call: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        except Exception as error:
            self.bad.append(f"{call}: {error!r}")
            if call != "visit":
                raise
        else:
            self.took[call].append(1000 * (time.perf_counter() - began))

    def _code_on(self, phone: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            messages = self.outside.get(f"/phones/api/{phone.lstrip('+')}").json()["messages"]
            if found := next((code for one in messages if (code := SIX.search(one["text"]))), None):
                return found[1]
            time.sleep(ASKS_EACH)
        raise TimeoutError("no message came")

    def _somebody(self, number: int) -> dict[str, Any]:
        wanted = {"population": POPULATIONS[number % len(POPULATIONS)], "with": ()}
        made: dict[str, Any] = self.outside.post("/register/control/spare", json=wanted).raise_for_status().json()
        return made

    def _figures(self, took: float, used: float) -> dict[str, Any]:
        good = len(self.took["visit"])
        calls = {call: _percentiles(values) for call, values in self.took.items() if len(values) > 1}
        told = {"rate": good / took, "good": good, "bad": len(self.kiosks) * self.visits - good}
        return told | {"first_bad": self.bad[:1], "saturated": used / took > SATURATED, "calls": calls}


def _percentiles(values: list[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    cuts = quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def _require(answer: dict[str, Any], word: str) -> None:
    if not answer.get(word):
        raise RuntimeError(answer)


if __name__ == "__main__":
    print(json.dumps(Crowd(json.load(sys.stdin)).run()))
