"""A whole demo for a test: its own folder, its own ports, its own database; all of it ended by its processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bawaba_sandbox.demo import Demo
from bawaba_sandbox.rehearsal.people import Addresses
from consoles import ForkingDemo
from ports import free_ports


@contextmanager
def scratch_database(name: str) -> Iterator[str]:
    """A PostgreSQL database of its own when the tests run there, else nothing: the demo's SQLite."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    database = f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{database}"')
    try:
        yield server.rpartition("/")[0] + f"/{database}"
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@contextmanager
def prepared_demo(folder: Path, name: str, **more: str) -> Iterator[Demo]:
    """Everything made, nothing started yet; ``more`` are settings of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("BAWABA_", "DJANGO_"))}
    with scratch_database(name) as database:
        told = {**clean, **more, **({"BAWABA_DATABASE_URL": database} if database else {})}
        demo = ForkingDemo(folder, *free_ports(5), told=told)
        try:
            demo.prepare()
            yield demo
        finally:
            demo.stop()
            demo.close()


def addresses_of(demo: Demo) -> Addresses:
    """For the people of a rehearsal."""
    return Addresses(**demo.addresses)
