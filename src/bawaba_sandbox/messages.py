"""Every SMS and mail that reached the sandbox, in one small SQLite file that its processes share."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS sms (id INTEGER PRIMARY KEY, at TEXT, recipient TEXT, sender TEXT, text TEXT, ref TEXT UNIQUE);
CREATE INDEX IF NOT EXISTS sms_to ON sms (recipient, id);
CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY, at TEXT, recipient TEXT, sender TEXT, subject TEXT, text TEXT);
CREATE INDEX IF NOT EXISTS mail_to ON mail (recipient, id);
"""


class Messages:
    """Opens a connection a call."""

    def __init__(self, path: Path) -> None:
        """Makes the file."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connect() as connection:
            connection.executescript(SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=20)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.row_factory = sqlite3.Row
        return connection

    def add_sms(self, recipient: str, sender: str, text: str, ref: str | None = None) -> int:
        """Keep an SMS; a repeated ref is the same message."""
        with self._connect() as connection:
            row = connection.execute(
                "INSERT INTO sms (at, recipient, sender, text, ref) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (ref) DO UPDATE SET ref = ref RETURNING id",
                (_now(), recipient.lstrip("+"), sender, text, ref),
            ).fetchone()
            return int(row["id"])

    def add_mail(self, recipient: str, sender: str, subject: str, text: str) -> None:
        """Keep a mail."""
        with self._connect() as connection:
            connection.execute(
                "INSERT INTO mail (at, recipient, sender, subject, text) VALUES (?, ?, ?, ?, ?)",
                (_now(), recipient.casefold(), sender, subject, text),
            )

    def of(self, table: str, recipient: str) -> list[dict[str, Any]]:
        """Newest first; ``table`` is sms or mail."""
        key = recipient.lstrip("+") if table == "sms" else recipient.casefold()
        with self._connect() as connection:
            rows = connection.execute(f"SELECT * FROM {table} WHERE recipient=? ORDER BY id DESC LIMIT 100", (key,))
            return [dict(row) for row in rows]

    def recipients(self, table: str) -> list[str]:
        """Who received something, latest first."""
        with self._connect() as connection:
            rows = connection.execute(
                f"SELECT recipient FROM {table} GROUP BY recipient ORDER BY MAX(id) DESC LIMIT 60"
            )
            return [row["recipient"] for row in rows]

    def count(self) -> int:
        """How many SMS arrived."""
        with self._connect() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM sms").fetchone()[0])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
