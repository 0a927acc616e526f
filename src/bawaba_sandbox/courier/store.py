"""The courier's parcels, in its own SQLite file; each moves by one conditional UPDATE."""

import json
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bawaba_sandbox.stores import made, opened

SCHEMA = """
CREATE TABLE IF NOT EXISTS parcel (
 tracking TEXT PRIMARY KEY, idempotency_key TEXT UNIQUE, told TEXT, state TEXT, made_at TEXT, at TEXT);
"""
# from each state, where the clerk may move a parcel
NEXT = {
    "handed_over": ("on_its_way", "cancelled"),
    "on_its_way": ("delivered", "returned"),
}


class Parcels:
    """Opens a connection a call."""

    def __init__(self, path: Path) -> None:
        """Makes the file."""
        self._path = made(path, SCHEMA)

    def take(self, key: str, told: dict[str, Any]) -> dict[str, Any]:
        """A new parcel; the same key gives the first one again."""
        now, tracking = _now(), f"BP{secrets.randbelow(10**10):010d}SA"
        with opened(self._path) as connection:
            connection.execute(
                "INSERT INTO parcel VALUES (?, ?, ?, 'handed_over', ?, ?) ON CONFLICT (idempotency_key) DO NOTHING",
                (tracking, key, json.dumps(told, ensure_ascii=False), now, now),
            )
            row = connection.execute("SELECT * FROM parcel WHERE idempotency_key=?", (key,)).fetchone()
        return _parcel(row)

    def one(self, tracking: str) -> dict[str, Any] | None:
        """By its tracking number."""
        with opened(self._path) as connection:
            row = connection.execute("SELECT * FROM parcel WHERE tracking=?", (tracking,)).fetchone()
        return _parcel(row) if row else None

    def newest(self, count: int = 50) -> list[dict[str, Any]]:
        """For the clerk."""
        with opened(self._path) as connection:
            rows = connection.execute("SELECT * FROM parcel ORDER BY made_at DESC LIMIT ?", (count,)).fetchall()
        return [_parcel(row) for row in rows]

    def move(self, tracking: str, before: str, after: str) -> bool:
        """One conditional UPDATE; false when it is not a way that a parcel goes, or it is not there any more."""
        if after not in NEXT.get(before, ()):
            return False
        with opened(self._path) as connection:
            return bool(
                connection.execute(
                    "UPDATE parcel SET state=?, at=? WHERE tracking=? AND state=?", (after, _now(), tracking, before)
                ).rowcount
            )


def _parcel(row: sqlite3.Row) -> dict[str, Any]:
    return dict(row) | {"told": json.loads(row["told"])}


def _now() -> str:
    return datetime.now(UTC).isoformat()
