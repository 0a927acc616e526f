"""Both engines under one test, their clock injected, and real workers in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import time_machine
from django.conf import settings
from django.db import connection, transaction

from bawaba.journal import handlers
from bawaba.journal.commands import enqueue
from bawaba.journal.engines.embedded import EmbeddedEngine
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Engine, Task

TESTS = Path(__file__).parent
NAMES = ("embedded", "procrastinate")


class Bench:
    """An engine to test, and the clock that it and its database see."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.name, self.engine = name, engine
        self._travels: list[Any] = []
        self._gone = timedelta()

    @property
    def in_database(self) -> bool:
        return self.name == "procrastinate"

    def work(self) -> None:
        """All that is due now is tried."""
        self._tell_database()
        self.engine.drain()

    def wait(self, seconds: float) -> None:
        """The clock goes on, for the database too."""
        self._travels.append(time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True))
        self._travels[-1].start()
        self._gone += timedelta(seconds=seconds)
        if self.in_database:
            self.sql(
                "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s", timedelta(seconds=seconds)
            )

    def _tell_database(self) -> None:
        """PostgreSQL's own clock stands where it stood: what is due by ours is made due by its."""
        if self.in_database and self._gone:
            self.sql(
                "UPDATE procrastinate_jobs SET scheduled_at = due_at - %s FROM journal_outbox"
                " WHERE journal_outbox.id = (args->>'row_id')::bigint AND status = 'todo'",
                self._gone,
            )

    def back(self) -> None:
        for travel in reversed(self._travels):
            travel.stop()

    def sql(self, statement: str, *values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    def jobs(self, status: str) -> int:
        """How many hints the engine keeps."""
        if not self.in_database:
            return 0
        return int(self.sql("SELECT COUNT(*) FROM procrastinate_jobs WHERE status = %s", status)[0][0])


def engine_of(name: str) -> Engine:
    if name == "embedded":
        return EmbeddedEngine()
    from bawaba.journal.engines.procrastinate import ProcrastinateEngine  # only where its tables are

    return ProcrastinateEngine()


def available(name: str) -> bool:
    return name == "embedded" or settings.PROCRASTINATE


@contextmanager
def doing(kind: str, do: Callable[[Any], None], **more: Any) -> Iterator[None]:
    """Somebody does this kind of task for the length of a test."""
    handlers.task(kind, **more)(do)
    try:
        yield
    finally:
        del handlers._tasks[kind]


def put(kind: str, count: int = 1, **more: Any) -> list[int]:
    """Rows in the outbox, committed; their ids."""
    with transaction.atomic():
        enqueue(*(Task(kind, {"number": number}, **more) for number in range(count)))
    return list(Outbox.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))


def row(row_id: int) -> Outbox:
    return Outbox.objects.get(pk=row_id)


def database_address() -> str:
    """Of the tests' own database, for a program."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    return f"postgresql://{own['USER']}@{quote(own['HOST'], safe='')}:{own['PORT']}/{own['NAME']}"


def start_worker(engine: str, **environment: str) -> "subprocess.Popen[bytes]":
    """``bawaba worker`` on the database of the tests."""
    told = {
        **os.environ,
        "BAWABA_DATABASE_URL": database_address(),
        "BAWABA_ENGINE": engine,
        "BAWABA_SMS_ADDRESS": "127.0.0.1:9",
        "DJANGO_SETTINGS_MODULE": "settings_with_failpoints",
        "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]),
        **environment,
    }
    return subprocess.Popen([sys.executable, "-m", "django", "worker"], env=told, stderr=subprocess.PIPE)
