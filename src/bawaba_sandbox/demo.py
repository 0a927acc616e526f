"""Everything at once: portal, worker, kiosk and the outside world as separate processes that meet over the network."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO

import httpx

from bawaba_attestor.tls import trusting
from bawaba_sandbox import counters, kiosks
from bawaba_sandbox.bank.store import Banks
from bawaba_sandbox.config import Config
from bawaba_sandbox.municipality import pages as municipality
from bawaba_sandbox.register.populate import populate
from bawaba_sandbox.register.store import is_current

# Of real browsers: whoever opens the demo in one may let it notify them.
SERVICES = "fcm.googleapis.com push.services.mozilla.com push.apple.com notify.windows.com"
PERSONS = 2000
PATIENCE = 60.0
LAST_BYTES, LAST_SHOWN = 4096, 300
# Of the cast's officer; "identity" is the counter.
POSTS = ("public_security", "traffic", "civil_affairs", "passports", "general", "identity")
REVIEWER = ("--agency", "identity", "--role", "reviewer")
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
PORTS = ("portal", "kiosk", "outside", "smpp", "smtp")
PARTS = ("outside", "web", "worker", "kiosk")  # the kiosk last: it enrols at the portal
NOTICE = ("نسخة تدريبية: الأشخاص والأرقام كلها افتراضية", "Training copy: all persons and numbers are synthetic")


class PartEnded(Exception):
    """A part ended by itself."""

    def __init__(self, part: str, code: int, log: Path) -> None:
        """Which, how, where its log is, and the last that it says."""
        super().__init__(
            f"The part “{part}” has ended (exit code {code}). Its log: tail -n 50 {log}\n{_last_of(log)}".strip()
        )


@dataclass(frozen=True)
class Post:
    """Somebody of the cast at work: at the desk and the counter, or as who reviews."""

    slug: str
    kind: str
    number: str
    reviews: bool = False


@dataclass
class Demo:
    """One folder, four processes."""

    folder: Path
    portal: int = 8000
    kiosk: int = 8010
    outside: int = 8020
    smpp: int = 2775
    smtp: int = 2525
    told: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kiosk_code: str = ""  # what its technician types, once

    @property
    def addresses(self) -> dict[str, str]:
        """Where each is found."""
        return {
            "portal": f"http://localhost:{self.portal}",
            "kiosk": f"http://localhost:{self.kiosk}",
            "outside": f"http://localhost:{self.outside}",
        }

    def environment(self) -> dict[str, str]:
        """What each process is told; what the caller has set wins."""
        here, url = self.folder.resolve(), self.addresses
        told = {
            "BAWABA_PUBLIC_URL": url["portal"],
            "BAWABA_DATABASE_URL": f"sqlite:///{here}/portal.sqlite3",
            "BAWABA_KEYRING_FILE": f"{here}/keyring.json",
            "BAWABA_STATIC_DIR": f"{here}/static",
            "BAWABA_STAFF_SYNCED_PASSKEYS": "true",  # whoever plays an officer has the browser's own
            "BAWABA_NOTICE_AR": NOTICE[0],
            "BAWABA_NOTICE_EN": NOTICE[1],
            "BAWABA_REGISTER_URL": f"{url['outside']}/register/v1",
            "BAWABA_PAYMENT_URL": f"{url['outside']}/pay/v1",
            "BAWABA_PAYMENT_PAGES": url["outside"],
            "BAWABA_DELIVERY_URL": f"{url['outside']}/courier/v1",
            "BAWABA_PUSH_SERVICES": f"{url['outside']} {SERVICES}",
            "BAWABA_SMS_ADDRESS": f"127.0.0.1:{self.smpp}",
            "BAWABA_EMAIL_URL": f"smtp://127.0.0.1:{self.smtp}",
            "BAWABA_SANDBOX_DIR": f"{here}/sandbox",
            "BAWABA_SANDBOX_URL": url["outside"],
            "BAWABA_SANDBOX_PORTAL": url["portal"],
            "BAWABA_SANDBOX_KIOSK": url["kiosk"],
            "BAWABA_SANDBOX_SMPP_PORT": str(self.smpp),
            "BAWABA_SANDBOX_SMTP_PORT": str(self.smtp),
            "BAWABA_KIOSK_PORTAL": url["portal"],
            "BAWABA_KIOSK_KEY_FILE": f"{here}/kiosk-key.json",
            "BAWABA_KIOSK_FINGERS": f"{url['outside']}/register/fingers",
        }
        return {**told, **self.told}

    def prepare(self) -> None:
        """Keys, tables, styles, people, attestors: only what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        there = (self.folder / "keyring.json").exists()  # of an older version, perhaps, which had fewer
        config = Config(folder=self.folder / "sandbox")
        register = config.folder / "register.sqlite3"
        if not is_current(register):
            populate(register, PERSONS, config.seed, today=date.today())
        told = self.run_all(
            ("keys", "--demo", *(["--complete"] if there else [])),
            ("migrate", "--verbosity", "0"),
            ("collectstatic", "--noinput", "--verbosity", "0"),
            ("attestors", "load", self._described_attestors(config)),
            ("relying-party", "load", self._described_relying_party(config)),
            *([] if self._has_kiosk() else [("attestors", "code", kiosks.SLUG)]),
        )
        self.kiosk_code = "" if self._has_kiosk() else told[-1]

    def _described_relying_party(self, config: Config) -> str:
        file, here = self.folder / "relying-parties.json", replace(config, url=self.addresses["outside"])
        file.write_text(json.dumps({"relying_parties": [municipality.described(here)]}, ensure_ascii=False, indent=1))
        return str(file)

    def _described_attestors(self, config: Config) -> str:
        file = self.folder / "attestors.json"
        described = [kiosks.DESCRIBED, *Banks(config).described(), counters.described(config.folder)]
        file.write_text(json.dumps({"attestors": described}, ensure_ascii=False, indent=1))
        return str(file)

    def _has_kiosk(self) -> bool:
        return (self.folder / "kiosk-key.place.json").exists()

    def _enrol_kiosk(self) -> None:
        """As a technician does it, once: a code from the console, typed at the device. The portal must be running."""
        if not self._has_kiosk():
            self.run("bawaba-kiosk", "enrol", "--code", self.kiosk_code)

    def start(self) -> None:
        """Start all, and wait until each answers; PartEnded when one ends instead. Its folder says where it runs."""
        url = self.addresses
        for part in PARTS[:-1]:
            self.start_part(part)
        for address in (f"{url['outside']}/", f"{url['portal']}/readyz"):
            self._wait_for(address)
        self._enrol_kiosk()
        self.start_part(PARTS[-1])
        self._wait_for(f"{url['kiosk']}/")
        _where(self.folder).write_text(json.dumps({name: getattr(self, name) for name in PORTS}))

    @classmethod
    def running_in(cls, folder: Path) -> "Demo | None":
        """The demo that runs from this folder, as another process sees it."""
        where = _where(folder)
        return cls(folder, **json.loads(where.read_text())) if where.exists() else None

    def employ(self, *posts: Post) -> list[str]:
        """Somebody of the cast becomes an officer, once; a new code for the desk each. The register must be running.

        One at a time: whoever rehearses while the demo still appoints its officers waits until it has.
        """
        with (self.folder / "officers.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self._employ(*posts)

    def _employ(self, *posts: Post) -> list[str]:
        deeds = [deed for post in posts for deed in (*self._appointment(post), ("officer", "code", post.slug))]
        try:
            told = self.run_all(*deeds)
        except subprocess.CalledProcessError as failed:
            self._mark(posts, failed.stdout)
            raise
        self._mark(posts, "\n".join(told))
        return [line for line in told if CODE.fullmatch(line)]

    def _mark(self, posts: tuple[Post, ...], said: str) -> None:
        """Whoever was appointed is not appointed again, though what came after them has failed."""
        for post in posts:
            if f"{post.slug} appointed" in said:
                self._marker(post).touch()

    def _appointment(self, post: Post) -> list[tuple[str, ...]]:
        if self._marker(post).exists():
            return []
        first = () if post.reviews else ("--agency", *POSTS)
        appointed = ("officer", "appoint", post.slug, "--kind", post.kind, "--number", post.number, *first)
        return [appointed, *([("officer", "assign", post.slug, *REVIEWER)] if post.reviews else [])]

    def _marker(self, post: Post) -> Path:
        return self.folder / f"officer-{post.slug}"

    def stop(self) -> None:
        """End what was started, and whatever it started itself."""
        _where(self.folder).unlink(missing_ok=True)
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(process.pid, signal.SIGKILL)  # each part leads a group of its own
            except ProcessLookupError:
                pass  # all of it had ended
        self.running.clear()

    def require_running(self) -> None:
        """PartEnded when a part is not running any more."""
        for part, process in self.running.items():
            if process.poll() is not None:
                raise PartEnded(part, process.returncode, self.log_of(part))

    def log_of(self, part: str) -> Path:
        """Where a part writes what it has to say."""
        return self.folder / f"{part}.log"

    def _wait_for(self, address: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.require_running()
            try:
                if httpx.get(address, timeout=2, verify=trusting()).is_success:
                    return
            except httpx.HTTPError:
                pass  # not yet
            time.sleep(0.2)
        raise TimeoutError(address)

    def run(self, command: str, *args: str) -> str:
        """What a command of this demo prints."""
        done = subprocess.run(
            [_program(command), *args], env=self.environment(), check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def run_all(self, *commands: tuple[str, ...]) -> list[str]:
        """The lines that commands of the portal print, one after the other in one process: it takes a second to load."""
        first, *others = commands
        words = [*first, *(word for command in others for word in ("--then", *command))]
        return self.run("bawaba", *words).splitlines()

    def start_part(self, part: str) -> None:
        """One of PARTS, in a process of its own with a log of its own."""
        commands = {
            "outside": ["bawaba-sandbox", "serve", "--port", str(self.outside)],
            "web": ["bawaba", "web", "--port", str(self.portal)],
            "worker": ["bawaba", "worker"],
            "kiosk": ["bawaba-kiosk", "serve", "--port", str(self.kiosk)],
        }
        with self.log_of(part).open("ab") as log:
            self.running[part] = self.begin(commands[part], log)

    def begin(self, command: list[str], log: IO[bytes]) -> "subprocess.Popen[bytes]":
        """A program of this demo, which leads a group of its own and writes into this log."""
        program, *args = command
        return subprocess.Popen(
            [_program(program), *args], env=self.environment(), stdout=log, stderr=log, start_new_session=True
        )


def _last_of(log: Path) -> str:
    """What a terminal can show of the last line, however much stands above it."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LAST_BYTES))
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    last = next((line for line in reversed(lines) if line.strip()), "")
    return "".join(one for one in last if one.isprintable())[-LAST_SHOWN:]


def _where(folder: Path) -> Path:
    return folder / "running.json"


def _program(command: str) -> str:
    return str(Path(sys.executable).parent / command)
