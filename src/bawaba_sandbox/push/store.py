"""Addresses of browsers and what waits for them, in a SQLite file of its own. What is sealed for a browser nobody here can read."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bawaba_sandbox.stores import made, opened

SCHEMA = """
CREATE TABLE IF NOT EXISTS browser (name TEXT PRIMARY KEY, key TEXT, gone INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS nudge (
 id INTEGER PRIMARY KEY, browser TEXT, ttl INTEGER, urgency TEXT, topic TEXT, body BLOB, at TEXT, fetched_at TEXT);
"""


class Nudges:
    """Opens a connection a call."""

    def __init__(self, path: Path) -> None:
        """Makes the file."""
        self._path = made(path, SCHEMA)

    def subscribe(self, key: str) -> str:
        """A new name that only the browser and whoever it tells it to know; ``key`` alone may send there."""
        name = secrets.token_urlsafe(32)
        with opened(self._path) as connection:
            connection.execute("INSERT INTO browser (name, key) VALUES (?, ?)", (name, key))
        return name

    def unsubscribe(self, name: str) -> None:
        """From now on it is gone."""
        with opened(self._path) as connection:
            connection.execute("UPDATE browser SET gone=1 WHERE name=?", (name,))

    def browser(self, name: str) -> dict[str, Any] | None:
        """Its key, and whether it is gone."""
        with opened(self._path) as connection:
            row = connection.execute("SELECT * FROM browser WHERE name=?", (name,)).fetchone()
        return dict(row) if row else None

    def take(self, name: str, head: dict[str, Any], body: bytes) -> int:
        """One more; of a topic the newest replaces what was not fetched yet. Its number."""
        with opened(self._path) as connection:
            if head["topic"]:
                old = "DELETE FROM nudge WHERE browser=? AND topic=? AND fetched_at IS NULL"
                connection.execute(old, (name, head["topic"]))
            row = (name, head["ttl"], head["urgency"], head["topic"], body, _now())
            new = "INSERT INTO nudge (browser, ttl, urgency, topic, body, at) VALUES (?, ?, ?, ?, ?, ?)"
            return connection.execute(new, row).lastrowid or 0

    def fetch(self, name: str) -> list[dict[str, Any]]:
        """What waits for a browser, oldest first, once."""
        waiting = "SELECT * FROM nudge WHERE browser=? AND fetched_at IS NULL ORDER BY id"
        with opened(self._path) as connection:
            rows = connection.execute(waiting, (name,)).fetchall()
            marks = [(_now(), row["id"]) for row in rows]
            connection.executemany("UPDATE nudge SET fetched_at=? WHERE id=?", marks)
        return [dict(row) for row in rows]

    def newest(self, count: int = 50) -> list[dict[str, Any]]:
        """For the page."""
        with opened(self._path) as connection:
            rows = connection.execute("SELECT * FROM nudge ORDER BY id DESC LIMIT ?", (count,)).fetchall()
        return [dict(row) for row in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat()
