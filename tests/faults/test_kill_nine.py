"""kill -9 of the worker or the web process at any moment of a rehearsal loses no message and activates nobody twice."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from bawaba_attestor.tls import trusting
from bawaba_sandbox.demo import Demo
from bawaba_sandbox.rehearsal import people
from bawaba_sandbox.rehearsal.browser import Browser
from bawaba_sandbox.rehearsal.people import Addresses, Person, at_bank, at_kiosk
from demos import addresses_of, prepared_demo

# Fingers are compared elsewhere: making them takes longer than a process lives here.
MATCHER = {"BAWABA_SANDBOX_MATCHER": "simulated"}
SEED, CROWD, SECOND = 20_261_124, 5, "second worker"
TIRELESS = 4  # times that somebody tries a step
CUT_OFF = (AssertionError, httpx.HTTPError, ValueError)
WAYS = ("kiosk", "bank", "kiosk first", "passes by")
POPULATIONS = ("citizen", "resident", "visitor", "gcc_citizen")
LEDGER = Path(__file__).with_name("ledger.py")
# What two minutes do: leases run out, rows are late, and the reconciliation of the minute is due.
TWO_MINUTES = (
    "UPDATE journal_outbox SET leased_until = {past}, due_at = {past} WHERE ended_at IS NULL AND attempts > 0",
    "UPDATE journal_outbox SET due_at = {past} WHERE ended_at IS NULL AND due_at < {now}",
    "UPDATE journal_clockjob SET due_at = {past} WHERE name = 'journal.reconcile'",
)


class Patient(Browser):
    """Somebody who tries again where no connection came about: nothing was sent then."""

    def __init__(self, home: str, address: str = "") -> None:
        super().__init__(home, address)
        tireless = httpx.HTTPTransport(verify=trusting(), local_address=address or None, retries=7)
        self._client = httpx.Client(base_url=home, follow_redirects=True, timeout=15, transport=tireless)


class Crowd:
    """People of a rehearsal, one after the other in each thread, until they are told to go home."""

    def __init__(self, at: Addresses) -> None:
        self.at, self.over = at, threading.Event()
        self.promised: list[str] = []  # numbers of persons who were told "activated"
        self.told: Counter[str] = Counter()
        self.met: list[Person] = []
        self._threads = [threading.Thread(target=self._live, args=(number,)) for number in range(CROWD)]

    def come(self) -> None:
        for thread in self._threads:
            thread.start()

    def go_home(self) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(60)

    def _live(self, number: int) -> None:
        turn = number
        while not self.over.is_set():
            turn += 1
            try:
                self._story(WAYS[turn % len(WAYS)], POPULATIONS[(turn + number) % len(POPULATIONS)])
                self.told["finished"] += 1
            except CUT_OFF as cut_off:
                self.told[type(cut_off).__name__] += 1  # the page was away too often: this person gives up
                self.over.wait(0.2)

    def _story(self, way: str, population: str) -> None:
        person = Person(self.at, population)
        self.met.append(person)
        if way == "passes by":
            _begin_only(person)
            return
        if way != "kiosk first":
            self._again(lambda: register_anew(person))
        outcome = self._again(lambda: at_bank(person) if way == "bank" else at_kiosk(person, mine=way == "kiosk"))
        if outcome == "activated":
            self.promised.append(person.number)

    def _again(self, step: Callable[[], str | None]) -> str | None:
        """Who was cut off comes back: presence may have been proved already, and must not count a second time."""
        for _ in range(TIRELESS - 1):
            try:
                return step()
            except CUT_OFF as cut_off:
                self.told[f"{type(cut_off).__name__}, again"] += 1
                if self.over.wait(0.3):
                    break
        return step()


def register_anew(person: Person) -> None:
    """In a new browser: the old one may have lost its place."""
    person.browser = person.new_browser()
    person.register()


def _begin_only(person: Person) -> None:
    """As far as the phone's code, which nobody waits for."""
    page = person.browser
    for step, values in (
        ("who", {"population": person.population}),
        ("identity", person.identity()),
        ("contact", {"phone": person.phone, "email": ""}),
    ):
        page.open(f"/register/{step}")
        page.send(f"/register/{step}", values)
    page.must_be_at("/register/phone")


@pytest.mark.promise("A22")
def test_kill_nine_loses_no_message_and_activates_nobody_twice(
    tmp_path: Path, trials: Callable[[int], int], monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    monkeypatch.setattr(people, "PATIENCE", 6.0)
    monkeypatch.setattr(people, "Browser", Patient)
    kills = max(50, trials(150))
    with prepared_demo(tmp_path, "kill_nine", **MATCHER) as demo:
        demo.start()
        _start(demo, SECOND)
        crowd = Crowd(addresses_of(demo))
        crowd.come()
        killed = _kill_at_random(demo, kills)
        crowd.go_home()
        found = _settled(demo)
        arrived = _arrived(demo)
        _judge(found, crowd, arrived, kills)
        _nothing_personal_in_logs(demo, crowd)
    record_property("trials", kills)
    sys.stdout.write(
        f"{kills} kills {dict(killed)}; {dict(crowd.told)}; {found['messages']}, {len(arrived)} arrived;"
        f" {found['accounts']} accounts, {len(crowd.promised)} promised; endings {found['endings']}\n"
    )


def _kill_at_random(demo: Demo, kills: int) -> Counter[str]:
    """At seeded moments; every other one soon after a message has arrived, when most is under way."""
    dice, done = random.Random(SEED), Counter[str]()
    for number in range(kills):
        if number % 2:
            _wait_a_little_for(len(_arrived(demo)), demo)
        time.sleep(dice.uniform(0.0, 0.8))
        part = dice.choices(("worker", SECOND, "web"), (2, 2, 1))[0]
        _kill(demo.running[part])
        _start(demo, part)
        done[part] += 1
        if part == "web":
            _wait(lambda: httpx.get(f"{demo.addresses['portal']}/readyz", timeout=2, verify=trusting()).is_success)
    return done


def _start(demo: Demo, part: str) -> None:
    """A part of the demo, or the second worker, which a demo does without."""
    first = demo.running.get("worker")
    demo.start_part("worker" if part == SECOND else part)
    if part == SECOND and first is not None:
        demo.running[SECOND], demo.running["worker"] = demo.running["worker"], first


def _wait_a_little_for(arrived: int, demo: Demo) -> None:
    end = time.monotonic() + 2
    while len(_arrived(demo)) == arrived and time.monotonic() < end:
        time.sleep(0.03)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """The process and its children, all at once, as the kernel would for want of memory."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in (process.pid, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    process.wait(10)


def _settled(demo: Demo) -> dict[str, Any]:
    """Two minutes go by, in which leases run out; then nothing is left to do."""
    for part in ("worker", SECOND):
        demo.running[part].terminate()
        demo.running.pop(part).wait(30)
    _two_minutes_later(demo)
    demo.start_part("worker")
    found: dict[str, Any] = {}

    def nothing_left() -> bool:
        found.update(_ledger(demo))
        return found["outbox_open"] == 0

    _wait(nothing_left, 60)
    return found


def _two_minutes_later(demo: Demo) -> None:
    database = demo.told.get("BAWABA_DATABASE_URL", "")
    if database:
        with psycopg.connect(database, autocommit=True) as server:
            for statement in TWO_MINUTES:
                server.execute(statement.format(past="NOW() - INTERVAL '3 minutes'", now="NOW()"))
    else:
        file = sqlite3.connect(demo.folder / "portal.sqlite3", timeout=20)
        for statement in TWO_MINUTES:
            file.execute(statement.format(past="datetime('now', '-3 minutes')", now="datetime('now')"))
        file.commit()
        file.close()


def _ledger(demo: Demo) -> dict[str, Any]:
    told = {**demo.environment(), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    done = subprocess.run(
        [sys.executable, str(LEDGER)], env=told, capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _arrived(demo: Demo) -> list[str]:
    file = sqlite3.connect(demo.folder / "sandbox" / "messages.sqlite3", timeout=20)
    rows = file.execute("SELECT ref FROM sms WHERE ref LIKE 'smpp-%'").fetchall()
    file.close()
    return [ref.removeprefix("smpp-") for (ref,) in rows]


def _judge(found: dict[str, Any], crowd: Crowd, arrived: list[str], kills: int) -> None:
    assert len(arrived) >= kills / 2, f"too little happened for a trial: {crowd.told}"
    assert found["accounts"] >= kills / 10, f"too few were activated for a trial: {crowd.told}"
    # messages: each one written is handed over, or was dropped by its own expiry; each arrived, and twice at most once a kill
    assert set(found["messages"]) <= {"handed_over", "delivered", "dropped"}
    assert (found["without_task"], found["dropped_early"]) == (0, 0)
    assert set(found["endings"]) <= {"done", "expired"}
    handed_over = found["provider_ids"]
    assert not set(handed_over) - set(arrived)
    assert len(set(handed_over)) == len(handed_over)
    assert len(handed_over) <= len(arrived) <= len(handed_over) + kills
    # people: nobody twice, nobody half, everybody who was told so
    assert (found["persons_twice"], found["evidence_twice"], found["activated_without_account"]) == (0, 0, 0)
    assert found["activated"] == found["accounts"] == found["events"]["account.open"]
    assert found["activated"] == found["events"]["enrolment.activate"]
    assert found["attested"] == found["events"]["account.open"] + found["events"]["account.rebind"]
    assert found["accounts_without_event"] == 0
    assert not set(crowd.promised) - set(found["numbers"])


def _nothing_personal_in_logs(demo: Demo, crowd: Crowd) -> None:
    """A43: what these people typed and were sent is in no log of the portal."""
    secrets = {people.PASSWORD}
    for person in crowd.met:
        secrets |= {person.number, person.phone.lstrip("+"), person.user_name}
    logs = "".join((demo.folder / f"{part}.log").read_text(errors="replace") for part in ("web", "worker", "kiosk"))
    assert not [secret for secret in secrets if secret in logs]


def _wait(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise TimeoutError
