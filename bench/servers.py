"""Starts the portal and its peers, each a process tree of its own, and ends them by their process."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.machine import ROOT, cpu_seconds, used_between

PATIENCE = 60.0
BESIDE = ROOT / "var" / "bench-peers"  # gunicorn, which the product does not need
_held: list[socket.socket] = []
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("BAWABA_", "DJANGO_"))}


@dataclass
class Server:
    """One program that listens."""

    name: str
    command: list[str]
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    database: str = ""  # by name, when PostgreSQL's processes work for this server
    process: "subprocess.Popen[bytes] | None" = None

    def start(self, log: Path) -> None:
        """Start, and wait until it accepts."""
        paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), str(BESIDE)])
        environment = {**CLEAN, "PYTHONPATH": paths, **self.environment}
        with (log / f"{self.name}.log").open("ab") as file:
            self.process = subprocess.Popen(self.command, env=environment, stdout=file, stderr=file, cwd=ROOT)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer; see {log}")

    @property
    def pid(self) -> int:
        """Of the tree's root."""
        if self.process is None:
            raise RuntimeError(self.name)
        return self.process.pid

    def stop(self) -> None:
        """End it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def all_up(servers: list[Server], log: Path) -> ExitStack:
    """Started, and ended with the block."""
    stack = ExitStack()
    try:
        for server in servers:
            stack.callback(server.stop)
            server.start(log)
    except BaseException:
        stack.close()
        raise
    return stack


def free_ports(count: int) -> list[int]:
    """Where nobody listens: kept bound until this process ends, or a connection could get one before its server."""
    ours = [socket.socket() for _ in range(count)]
    for one in ours:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("127.0.0.1", 0))
    _held.extend(ours)
    return [one.getsockname()[1] for one in ours]


def program(name: str) -> str:
    """A program of this checkout's environment."""
    return str(Path(sys.executable).parent / name)


def run(command: list[str], environment: Mapping[str, str], said: str = "") -> str:
    """To the end; its output."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), str(BESIDE)])
    told = {**CLEAN, "PYTHONPATH": paths, **environment}
    done = subprocess.run(command, env=told, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, input=said)
    return done.stdout


def drive(server: Server, by: str = "bench.load", **plan: Any) -> dict[str, Any]:
    """One slice of load against one server, with the CPU that its tree and its database used for one request."""
    before = cpu_seconds(server.pid, server.database)
    done = json.loads(run([sys.executable, "-m", by], {}, json.dumps({"port": server.port, **plan})))
    used = used_between(before, cpu_seconds(server.pid, server.database))
    done["cpu_ms"] = 1000 * used / max(1, done["good"])
    if done["bad"]:
        raise RuntimeError(f"{server.name}: {done['bad']} of {done['bad'] + done['good']} failed: {done['first_bad']}")
    return dict(done)


def gunicorn_is_here() -> bool:
    """Whether the peers' own server could be installed."""
    return (BESIDE / "gunicorn").is_dir()


def made_anew(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
