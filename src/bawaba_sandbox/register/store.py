"""The register's own SQLite file."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from bawaba_sandbox.register.numbers import identifier_of
from bawaba_sandbox.register.people import Someone

VERSION = 5  # of the file; an older one is made anew
TABLES = """
CREATE TABLE IF NOT EXISTS person (id INTEGER PRIMARY KEY, key TEXT NOT NULL, record TEXT NOT NULL, phone TEXT);
CREATE TABLE IF NOT EXISTS identifier (kind TEXT NOT NULL, number TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS violation (number TEXT NOT NULL, key TEXT NOT NULL, status TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vehicle (key TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fact (key TEXT NOT NULL, topic TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (key, topic)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS news (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY, idempotency_key TEXT UNIQUE NOT NULL, digest TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL);
"""
INDEXES = """
CREATE UNIQUE INDEX IF NOT EXISTS person_key ON person (key);
CREATE UNIQUE INDEX IF NOT EXISTS identifier_number ON identifier (kind, number, key);
CREATE UNIQUE INDEX IF NOT EXISTS violation_number ON violation (number);
CREATE INDEX IF NOT EXISTS violation_of ON violation (key);
CREATE INDEX IF NOT EXISTS vehicle_of ON vehicle (key);
"""
LOADING = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-64000;"
BATCH = 5_000


class Store:
    """Opens a connection a call: any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        """Makes the file and its tables."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self.connect()) as connection:
            connection.executescript(TABLES + INDEXES + f"PRAGMA user_version={VERSION};")

    def connect(self) -> sqlite3.Connection:
        """A connection with WAL and a patient lock."""
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def add(self, first: int, made: Callable[[int], list[Someone]]) -> list[Someone]:
        """People under the next free numbers from ``first`` on; two at the same moment get different numbers."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (last,) = connection.execute("SELECT MAX(id) FROM person WHERE id >= ?", (first,)).fetchone()
            people = made(first if last is None else last + 1)
            _write(connection, people)
            connection.execute("COMMIT")
        return people

    def count(self) -> int:
        """How many persons."""
        with closing(self.connect()) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM person").fetchone()[0])

    def key_of(self, kind: str, number: str) -> str | None:
        """Who has that number."""
        with closing(self.connect()) as connection:
            row = connection.execute("SELECT key FROM identifier WHERE kind=? AND number=?", (kind, number)).fetchone()
        return row[0] if row else None

    @cached_property
    def anybody(self) -> str:
        """The first of them: whose record is read takes as long as whose there is none."""
        with closing(self.connect()) as connection:
            row = connection.execute("SELECT key FROM person ORDER BY id LIMIT 1").fetchone()
        return row[0] if row else ""

    def person(self, key: str) -> dict[str, Any] | None:
        """A record, with ``as_of``."""
        with closing(self.connect()) as connection:
            row = connection.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
        return {**json.loads(row[0]), "as_of": _now()} if row else None

    def phone_of(self, key: str) -> str | None:
        """The mobile that the person's bank knows."""
        with closing(self.connect()) as connection:
            row = connection.execute("SELECT phone FROM person WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def some(self, count: int) -> list[tuple[dict[str, Any], str]]:
        """The first of the population who have a phone, as (record, phone)."""
        first = "SELECT record, phone FROM person WHERE phone IS NOT NULL AND id > 1000 ORDER BY id LIMIT ?"
        with closing(self.connect()) as connection:
            rows = connection.execute(first, (count,)).fetchall()
        return [(json.loads(record), phone) for record, phone in rows]

    def change_person(self, key: str, **values: Any) -> None:
        """For rehearsals: somebody leaves, dies, gets a new visa."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (text,) = connection.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
            record = json.dumps({**json.loads(text), **values}, ensure_ascii=False)
            connection.execute("UPDATE person SET record=? WHERE key=?", (record, key))
            connection.execute("INSERT INTO news (key) VALUES (?)", (key,))
            connection.execute("COMMIT")

    def news(self, after: int, most: int = 100) -> list[tuple[int, str]]:
        """(place, key) of records that have changed since."""
        with closing(self.connect()) as connection:
            rows = connection.execute("SELECT id, key FROM news WHERE id > ? ORDER BY id LIMIT ?", (after, most))
            return [(int(place), str(key)) for place, key in rows]

    def settle(self, key: str, index: int) -> dict[str, Any]:
        """A visitor becomes a resident: a new number beside the old one, and the permit of whoever lives here."""
        kind, number = identifier_of("resident", index)
        record = self.person(key) or {}
        until = (date.today() + timedelta(days=365)).isoformat()
        permit = {"type": "iqama", "number": number, "expires": until}
        kept = [one for one in record["documents"] if one["type"] != "visa"]
        old = [{**one, "current": False} for one in record["identifiers"]]
        numbers = [{"kind": kind, "number": number, "current": True}, *old]
        self.change_person(key, population="resident", identifiers=numbers, documents=[*kept, permit])
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO identifier VALUES (?, ?, ?)", (kind, number, key))
            connection.execute("COMMIT")
        return {"kind": kind, "number": number, "population": "resident"}

    def index_of(self, key: str) -> int:
        """The person's place in the population."""
        with closing(self.connect()) as connection:
            return int(connection.execute("SELECT id FROM person WHERE key=?", (key,)).fetchone()[0])

    def list_of(self, table: str, key: str) -> list[dict[str, Any]]:
        """Vehicles or violations of a person; a violation's state stands in its column."""
        columns = "record, status" if table == "violation" else "record, NULL"
        with closing(self.connect()) as connection:
            rows = connection.execute(f"SELECT {columns} FROM {table} WHERE key=?", (key,)).fetchall()
        return [{**json.loads(text), **({"status": status} if status else {})} for text, status in rows]


def load(path: Path, people: Iterable[Someone], told: Callable[[int], None]) -> None:
    """A whole register in bounded memory: rows first, indexes after; the file appears only when it is complete."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.executescript(LOADING + TABLES)
        everyone = iter(people)
        while batch := list(islice(everyone, BATCH)):
            connection.execute("BEGIN")
            _write(connection, batch)
            connection.execute("COMMIT")
            told(len(batch))
        connection.executescript(INDEXES + f"PRAGMA user_version={VERSION};")
    part.replace(path)


def is_current(path: Path) -> bool:
    """Whether the file is there and of this version."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _write(connection: sqlite3.Connection, people: list[Someone]) -> None:
    keyed = [(one.record["person_key"], one) for one in people]
    rows = {
        "person VALUES (?, ?, ?, ?)": [(one.index, key, _json(one.record), one.phone) for key, one in keyed],
        "identifier VALUES (?, ?, ?)": [
            (i["kind"], i["number"], key) for key, one in keyed for i in one.record["identifiers"]
        ],
        "violation VALUES (?, ?, ?, ?)": [
            (v["number"], key, v["status"], _json(v)) for key, one in keyed for v in one.violations
        ],
        "vehicle VALUES (?, ?)": [(key, _json(v)) for key, one in keyed for v in one.vehicles],
        "fact VALUES (?, ?, ?)": [(key, topic, _json(v)) for key, one in keyed for topic, v in one.noted.items()],
    }
    for into, values in rows.items():
        connection.executemany(f"INSERT INTO {into}", values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat()
