"""Payments of the provider, in its own SQLite file; each moves by one conditional UPDATE."""

import json
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (
 id TEXT PRIMARY KEY, reference TEXT UNIQUE, idempotency_key TEXT UNIQUE, halalas INTEGER, currency TEXT, description TEXT,
 return_url TEXT, callback_url TEXT, language TEXT, status TEXT, made_at TEXT, ended_at TEXT, refund_key TEXT);
CREATE TABLE IF NOT EXISTS payout (idempotency_key TEXT PRIMARY KEY, payment TEXT, halalas INTEGER, payee TEXT, made_at TEXT);
CREATE TABLE IF NOT EXISTS callback (id INTEGER PRIMARY KEY, payment TEXT, event TEXT, tries INTEGER, done INTEGER);
"""


class Payments:
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

    def start(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        """A new payment; the same key or reference gives the first one again."""
        values = (
            secrets.token_urlsafe(12), str(body["reference"]), key, int(body["amount_halalas"]), str(body["currency"]),
            json.dumps(body.get("description", {}), ensure_ascii=False), str(body["return_url"]),
            str(body["callback_url"]), str(body.get("language", "ar")), "pending", _now(),
        )  # fmt: skip
        with self._connect() as connection:
            connection.execute(
                "INSERT INTO payment (id, reference, idempotency_key, halalas, currency, description, return_url,"
                " callback_url, language, status, made_at) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                values,
            )
        return self.by_reference(str(body["reference"])) or {}

    def by_reference(self, reference: str) -> dict[str, Any] | None:
        """By the merchant's reference."""
        return self._one("reference", reference)

    def by_id(self, number: str) -> dict[str, Any] | None:
        """By the provider's id."""
        return self._one("id", number)

    def _one(self, column: str, value: str) -> dict[str, Any] | None:
        with self._connect() as connection:
            row = connection.execute(f"SELECT * FROM payment WHERE {column}=?", (value,)).fetchone()
        return dict(row) | {"description": json.loads(row["description"])} if row else None

    def move(self, number: str, before: str, after: str) -> bool:
        """One conditional UPDATE, and a callback to send when it won."""
        with self._connect() as connection:
            won = connection.execute(
                "UPDATE payment SET status=?, ended_at=? WHERE id=? AND status=?"
                " AND NOT EXISTS (SELECT 1 FROM payout WHERE payout.payment=payment.id)",  # what is gone cannot go back
                (after, _now(), number, before),
            ).rowcount
            if won:
                connection.execute(
                    "INSERT INTO callback (payment, event, tries, done) VALUES (?, ?, 0, 0)",
                    (number, f"payment.{after}"),
                )
        return bool(won)

    def pay_out(self, key: str, payment: dict[str, Any], halalas: int, payee: str) -> bool:
        """Once a key, and never more than is held; false when that is not so."""
        with self._connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            known = connection.execute("SELECT * FROM payout WHERE idempotency_key=?", (key,)).fetchone()
            if known is not None:
                return (known["payment"], known["halalas"], known["payee"]) == (payment["id"], halalas, payee)
            status = connection.execute("SELECT status FROM payment WHERE id=?", (payment["id"],)).fetchone()["status"]
            if status != "captured" or halalas > payment["halalas"] - _released(connection, payment["id"]):
                return False
            connection.execute(
                "INSERT INTO payout VALUES (?, ?, ?, ?, ?)", (key, payment["id"], halalas, payee, _now())
            )
        return True

    def released(self, number: str) -> int:
        """Halalas of a payment that were paid out to somebody else."""
        with self._connect() as connection:
            return _released(connection, number)

    def callbacks_to_send(self) -> list[dict[str, Any]]:
        """At most five tries each."""
        with self._connect() as connection:
            rows = connection.execute("SELECT * FROM callback WHERE done=0 AND tries<5 ORDER BY id LIMIT 20").fetchall()
        return [dict(row) for row in rows]

    def note_callback(self, number: int, *, done: bool) -> None:
        """Tried."""
        with self._connect() as connection:
            connection.execute("UPDATE callback SET tries=tries+1, done=? WHERE id=?", (int(done), number))


def _released(connection: sqlite3.Connection, number: str) -> int:
    found = connection.execute("SELECT COALESCE(SUM(halalas), 0) FROM payout WHERE payment=?", (number,)).fetchone()[0]
    return int(found)


def _now() -> str:
    return datetime.now(UTC).isoformat()
