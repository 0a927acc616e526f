"""The portal and the stock site on one database server, filled with the same people; what one run measures."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.servers import Server, free_ports, gunicorn_is_here, program, run

POSTGRES = os.environ.get("BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
WORKERS = int(os.environ.get("BENCH_WORKERS") or os.cpu_count() or 1)  # of each server that is measured
VIOLATIONS = "/services/violations/list"
TOKEN = f"csrftoken={'b' * 32}"  # a browser has it after its first form
HOLDS = "V260000019"  # the last of the twenty


@dataclass
class Site:
    """A server, and who uses it."""

    server: Server
    people: dict[str, list[str]] = field(default_factory=dict)
    page: str = ""
    cookie: str = ""

    def views(self) -> list[str]:
        """Requests of the page by everybody who is signed in, in rotation."""
        names = (f"Cookie: {self.cookie}={key}; {TOKEN}" for key in self.people.get("cookies") or [""])
        return [f"GET {self.page} HTTP/1.1\r\nHost: localhost\r\n{name}\r\n\r\n" for name in names]


def postgres_answers() -> bool:
    """Whether there is one."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


@contextmanager
def databases(kind: str, folder: Path, *others: str) -> Iterator[dict[str, str]]:
    """An empty one for the portal and one for each peer (the stock site), on the same server."""
    names = {name: f"bench_{os.getpid()}_{name}" for name in ("portal", *(others or ("stock",)))}
    if kind == "sqlite":
        yield {name: f"sqlite:///{folder / text}.sqlite3" for name, text in names.items()}
        return
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        for name in names.values():
            admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {name: f"{POSTGRES.rpartition('/')[0]}/{text}" for name, text in names.items()}
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            for name in names.values():
                admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def portal(folder: Path, database: str, register: int, *, fill: Sequence[str] = (), **more: int | str) -> Site:
    """As an installation runs it, made and filled, with ``people`` and ``sessions`` or by a module of the bench."""
    port = free_ports(1)[0]
    told = {
        "BAWABA_PUBLIC_URL": f"http://localhost:{port}",
        "BAWABA_DATABASE_URL": database,
        "BAWABA_KEYRING_FILE": str(folder / "keyring.json"),
        "BAWABA_STATIC_DIR": str(folder / "static"),
        "BAWABA_MEDIA_DIR": str(folder / "media"),
        "BAWABA_REGISTER_URL": f"http://127.0.0.1:{register}/v1",
        "DJANGO_SETTINGS_MODULE": "bawaba.config.settings",
    }
    workers, name = str(more.get("workers", WORKERS)), str(more.get("name", "portal"))
    people = {}
    if filled := fill or (more.get("people") and ["bench.people", str(more["people"]), str(more["sessions"])]):
        make(told)
        people = told_by(run([sys.executable, "-m", *filled], told))
    command = [program("bawaba"), "web", "--port", str(port), "--workers", workers]
    return Site(Server(name, command, port, told, served(database)), people, VIOLATIONS, "session")


def make(told: Mapping[str, str]) -> None:
    """Keys, tables and styles of an installation, by one process."""
    commands = ["keys --demo", "migrate --verbosity 0", "collectstatic --noinput --verbosity 0"]
    run([program("bawaba"), *" --then ".join(commands).split()], told)


def served(database: str) -> str:
    """The name under which PostgreSQL's processes show whom they serve."""
    return "" if database.startswith("sqlite") else database.rpartition("/")[2]


def stock(database: str, people: int, sessions: int) -> list[Site]:
    """Stock Django + allauth: connections kept for a minute, and as generated (a new one each request)."""
    told = {"BENCH_STOCK_DATABASE": database}
    filled = told_by(run([sys.executable, "-m", "bench.peers.stock.fill", str(people), str(sessions)], told))
    sites = []
    for name, keeps in (("stock", "60"), ("stock-as-generated", "0")):
        port = free_ports(1)[0]
        environment = {**told, "BENCH_STOCK_KEEPS": keeps}
        server = Server(name, stock_command(port), port, environment, served(database))
        sites.append(Site(server, filled, "/violations", "sessionid"))
    return sites


def stock_command(port: int) -> list[str]:
    """Gunicorn where it could be installed, else the portal's own server."""
    target = "bench.peers.stock.wsgi:application"
    if gunicorn_is_here():
        return [sys.executable, "-m", "gunicorn", target, "-b", f"127.0.0.1:{port}", "-w", str(WORKERS)]
    return granian(target, port, WORKERS)


def granian(target: str, port: int, workers: int = 1) -> list[str]:
    """The portal's own server."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    return [sys.executable, "-m", "granian", target, *options, "--no-access-log"]


def bare() -> Site:
    """One word of Django."""
    port = free_ports(1)[0]
    return Site(Server("bare", granian("bench.peers.bare:application", port, WORKERS), port), {}, "/", "none")


def register(age: int = 0) -> Server:
    """Answers at once."""
    port = free_ports(1)[0]
    command = granian("bench.peers.register:application", port)
    return Server(f"register-{age}", command, port, {"BENCH_REGISTER_AGE": str(age)})


def told_by(output: str) -> dict[str, list[str]]:
    """What a module that fills has printed last."""
    return dict(json.loads(output.strip().splitlines()[-1]))
