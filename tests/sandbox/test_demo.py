"""The demo as its user meets it: a command that says what it does, ends whole, keeps its data; and the rehearsal beside it."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bawaba_sandbox import running as running_module
from bawaba_sandbox.demo import Demo, PartEnded
from bawaba_sandbox.register.cast import PARTS
from bawaba_sandbox.rehearsal.catalogue import AT_DESK, CATALOGUE
from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.stories.telling import active
from demos import scratch_database
from ports import free_ports

COMMAND = [str(Path(sys.executable).parent / "bawaba-sandbox")]
NAMES = ("portal", "kiosk", "outside", "smpp", "smtp")
READY, REHEARSED, PLAYED, ENDED = (
    150,
    240,
    1200,
    30,
)  # seconds, on a machine that others share; just before midnight an office has no slot today


class Running:
    """A demo in a process of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.ports = folder, free_ports(5)
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("BAWABA_", "DJANGO_"))}
        self.told = {**clean, **({"BAWABA_DATABASE_URL": database} if database else {})}
        self.at = Addresses(*(f"http://localhost:{port}" for port in self.ports[:3]))
        self.said = folder.with_suffix(".said")
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        ports = [f"--{name}={port}" for name, port in zip(NAMES, self.ports, strict=True)]
        return [*COMMAND, "demo", "--folder", str(self.folder), *ports]

    def start(self) -> None:
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(self.command(), env=self.told, stdout=said, stderr=said)
        end = time.monotonic() + READY
        while "bawaba-sandbox desk-code" not in self.text():  # the last line
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.2)

    def text(self) -> str:
        return self.said.read_text()

    def end(self, number: int) -> int:
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(ENDED)

    def descendants(self) -> dict[int, str]:
        """Pids of the demo and of everything that it started, with their command lines."""
        assert self.process
        parents = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and (stat := _read(folder / "stat")):
                parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: _read(Path(f"/proc/{pid}/cmdline")) for pid in found}


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""  # it has ended meanwhile


def still_there(pids: dict[int, str]) -> list[str]:
    return [line for pid, line in pids.items() if line and _read(Path(f"/proc/{pid}/cmdline")) == line]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with scratch_database("bawaba_demo") as database:
        demo = Running(tmp_path_factory.mktemp("demo") / "folder", database)
        try:
            demo.start()
            yield demo
        finally:
            if demo.process and demo.process.poll() is None:
                demo.end(signal.SIGTERM)


def test_it_prints_the_cast_and_every_address(running: Running) -> None:
    said = running.text()
    seconds = re.search(r"Ready after (\d+) s", said)
    assert seconds
    assert int(seconds[1]) <= 60 * max(1.0, os.getloadavg()[0] / 2)  # alone on two cores: within a minute
    for address in (running.at.portal, running.at.kiosk, running.at.outside):
        assert address + "/" in said
    for part in PARTS:
        assert part.en[0] in said
        assert f"demo-{part.slug}" in said


def test_taken_ports_are_named_in_a_sentence(running: Running) -> None:
    other = subprocess.run(running.command(), env=running.told, capture_output=True, text=True, timeout=60, check=False)
    assert other.returncode == 1
    for name, port in zip(NAMES, running.ports, strict=True):
        assert f"Port {port} is taken" in other.stdout
        assert f"--{name}" in other.stdout
    assert "Traceback" not in other.stdout + other.stderr


def test_the_whole_rehearsal_passes(running: Running) -> None:
    where = [f"--{name}={getattr(running.at, name)}" for name in ("portal", "kiosk", "outside")]
    codes = re.findall(r"code ([0-9A-Z-]{19})", running.text())
    assert len(codes) == 2, running.text()
    where += [f"--officer-code={codes[0]}", f"--reviewer-code={codes[1]}"]
    played = subprocess.run(
        [*COMMAND, "rehearse", *where],
        env={**running.told, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=REHEARSED,
        check=False,
    )
    assert played.returncode == 0, [line for line in played.stdout.splitlines() if "failed" in line]
    assert "0 failed" in played.stdout
    assert played.stdout.count("passed") > 30
    for story in ("Noor sends an event permit back", "counter, log in", "another officer", "becomes a resident"):
        assert story in played.stdout


@pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="what the pages of a service do is played once, on SQLite"
)
def test_every_service_is_played_in_one_go_and_the_demo_gives_the_code(running: Running) -> None:
    played = subprocess.run(
        [*COMMAND, "rehearse", "--catalogue", f"--folder={running.folder}"],
        env={**running.told, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=PLAYED,
        check=False,
    )
    assert played.returncode == 0, played.stdout
    assert f"{len(CATALOGUE | AT_DESK)} passed, 0 failed" in played.stdout


def test_a_code_that_was_used_is_said_in_a_sentence(running: Running) -> None:
    where = [f"--{name}={getattr(running.at, name)}" for name in ("portal", "kiosk", "outside")]
    command = [*COMMAND, "rehearse", *where, "--officer-code=0000-0000-0000-0000"]
    spent = subprocess.run(command, env=running.told, capture_output=True, text=True, timeout=60, check=False)
    assert spent.returncode == 2
    assert "bawaba officer code noor" in spent.stderr
    assert "passed" not in spent.stdout


def test_a_rehearsal_of_nothing_says_so(running: Running) -> None:
    nowhere = subprocess.run(
        [*COMMAND, "rehearse", f"--portal=http://localhost:{free_ports(1)[0]}"],
        env=running.told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert nowhere.returncode == 2
    assert "Nothing answers at" in nowhere.stderr


def test_it_ends_whole_keeps_its_data_and_says_which_part_has_died(running: Running) -> None:
    person = active(running.at)
    pids = running.descendants()
    assert len(pids) >= 8, pids  # the demo, four parts, their workers
    assert running.end(signal.SIGINT) == 0
    assert not still_there(pids)
    running.start()
    person.give_password().must_be_at("/login/code")
    pids = running.descendants()
    worker = next(pid for pid, line in pids.items() if "bawaba\0worker" in line)
    os.kill(worker, signal.SIGKILL)
    assert running.process
    assert running.process.wait(ENDED) == 1
    assert "“worker” has ended" in running.text()
    assert str(running.folder / "worker.log") in running.text()
    assert not still_there(pids)


def test_a_part_that_has_ended_leaves_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "outside.log"
    log.write_text("[INFO] Listening\n[ERROR] No room\n\n")
    said = str(PartEnded("outside", 1, log))
    assert "“outside” has ended (exit code 1)" in said
    assert str(log) in said
    assert said.endswith("\n[ERROR] No room")
    log.write_text(("x" * 5_000_000) + "\x1b[2J\x1b]0;title\x07end")
    assert re.search(r"\nx{200,}\[2J\]0;titleend$", str(PartEnded("outside", 1, log)))
    log.write_text("")
    assert str(PartEnded("outside", 1, log)).endswith(str(log))
    log.unlink()
    assert str(PartEnded("outside", 1, log)).endswith(str(log))


@pytest.mark.parametrize("number", running_module.TOLD_TO_STOP)
def test_every_way_of_asking_for_an_end_is_heard(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(running_module.Told), running_module.told_to_stop():
        signal.raise_signal(number)
    assert signal.getsignal(number) == before


def test_a_folder_of_an_older_version_still_starts(tmp_path: Path) -> None:
    demo = Demo(
        tmp_path / "demo", told={k: v for k, v in os.environ.items() if not k.startswith(("BAWABA_", "DJANGO_"))}
    )
    old = tmp_path / "demo/sandbox/register.sqlite3"
    old.parent.mkdir(parents=True)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE person (key TEXT PRIMARY KEY, record TEXT NOT NULL, phone TEXT) WITHOUT ROWID")
    demo.prepare()
    demo.prepare()  # and again over its own folder
    with closing(sqlite3.connect(tmp_path / "demo/portal.sqlite3")) as connection:
        channels = connection.execute(
            "SELECT channel, COUNT(*) FROM attestation_attestor GROUP BY 1 ORDER BY 1"
        ).fetchall()
        cities = connection.execute("SELECT COUNT(DISTINCT city_en) FROM attestation_place").fetchone()
    assert dict(channels) == {"bank": 3, "counter": 1, "kiosk": 1}
    assert cities == (2,)
