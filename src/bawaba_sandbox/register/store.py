"""The register's own SQLite file."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bawaba_sandbox.register.people import Someone

SCHEMA = """
CREATE TABLE IF NOT EXISTS person (key TEXT PRIMARY KEY, record TEXT NOT NULL, phone TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identifier (kind TEXT, number TEXT, key TEXT NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS violation (number TEXT PRIMARY KEY, key TEXT NOT NULL, status TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS violation_of ON violation (key);
CREATE TABLE IF NOT EXISTS vehicle (key TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS vehicle_of ON vehicle (key);
CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY, idempotency_key TEXT UNIQUE NOT NULL, digest TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL);
"""
BATCH = 5_000


class Store:
    """Opens a connection a call: any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        """Makes the file and its tables."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.connect() as connection:
            connection.executescript(SCHEMA)

    def connect(self) -> sqlite3.Connection:
        """A connection with WAL and a patient lock."""
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def fill(self, people: Iterable[Someone], told: Callable[[int], None]) -> None:
        """Write people in batches of bounded memory; ``told`` hears how many."""
        connection = self.connect()
        everyone = iter(people)
        while batch := list(islice(everyone, BATCH)):
            connection.execute("BEGIN IMMEDIATE")
            self._write(connection, batch)
            connection.execute("COMMIT")
            told(len(batch))
        connection.close()

    def _write(self, connection: sqlite3.Connection, batch: list[Someone]) -> None:
        keys = [one.record["person_key"] for one in batch]
        connection.executemany(
            "INSERT OR REPLACE INTO person VALUES (?, ?, ?)",
            [
                (key, json.dumps(one.record, ensure_ascii=False), one.phone)
                for key, one in zip(keys, batch, strict=True)
            ],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO identifier VALUES (?, ?, ?)",
            [
                (i["kind"], i["number"], key)
                for key, one in zip(keys, batch, strict=True)
                for i in one.record["identifiers"]
            ],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO violation VALUES (?, ?, ?, ?)",
            [
                (v["number"], key, v["status"], json.dumps(v))
                for key, one in zip(keys, batch, strict=True)
                for v in one.violations
            ],
        )
        connection.executemany(
            "INSERT INTO vehicle VALUES (?, ?)",
            [(key, json.dumps(v)) for key, one in zip(keys, batch, strict=True) for v in one.vehicles],
        )

    def count(self) -> int:
        """How many persons."""
        with self.connect() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM person").fetchone()[0])

    def key_of(self, kind: str, number: str) -> str | None:
        """Who has that number."""
        with self.connect() as connection:
            row = connection.execute("SELECT key FROM identifier WHERE kind=? AND number=?", (kind, number)).fetchone()
        return row[0] if row else None

    def person(self, key: str) -> dict[str, Any] | None:
        """A record, with ``as_of``."""
        with self.connect() as connection:
            row = connection.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
        return {**json.loads(row[0]), "as_of": _now()} if row else None

    def phone_of(self, key: str) -> str | None:
        """The mobile that the person's bank knows."""
        with self.connect() as connection:
            row = connection.execute("SELECT phone FROM person WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def change_person(self, key: str, **values: Any) -> None:
        """For rehearsals: somebody leaves, dies, gets a new visa."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            (text,) = connection.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
            record = json.dumps({**json.loads(text), **values}, ensure_ascii=False)
            connection.execute("UPDATE person SET record=? WHERE key=?", (record, key))
            connection.execute("COMMIT")

    def list_of(self, table: str, key: str) -> list[dict[str, Any]]:
        """Vehicles or violations of a person; a violation's state stands in its column."""
        columns = "record, status" if table == "violation" else "record, NULL"
        with self.connect() as connection:
            rows = connection.execute(f"SELECT {columns} FROM {table} WHERE key=?", (key,)).fetchall()
        return [{**json.loads(text), **({"status": status} if status else {})} for text, status in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat()
