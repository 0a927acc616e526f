"""Changes that the register carries out: once a key, and only what its own rules allow."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bawaba_sandbox.register.store import Store

Answer = tuple[int, dict[str, Any]]


class Refusal(Exception):
    """The register's own words."""

    def __init__(self, code: str, ar: str, en: str) -> None:
        """A code for programs, a sentence for people."""
        super().__init__(code)
        self.body = {"type": "about:blank", "status": 422, "title": en, "code": code, "says": {"ar": ar, "en": en}}


def carry_out(store: Store, key: str, body: dict[str, Any]) -> Answer:
    """The first answer for every repetition; another body under the same key is refused."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    connection = store.connect()
    connection.execute("BEGIN IMMEDIATE")
    try:
        earlier = connection.execute(
            "SELECT digest, status, answer FROM change WHERE idempotency_key=?", (key,)
        ).fetchone()
        if earlier is not None:
            return _repeat(earlier, digest)
        status, answer = _answer(connection, body)
        connection.execute(
            "INSERT INTO change (idempotency_key, digest, status, answer) VALUES (?, ?, ?, ?)",
            (key, digest, status, json.dumps(answer, ensure_ascii=False)),
        )
        connection.execute("COMMIT")
        return status, answer
    finally:
        connection.close()  # an open transaction is rolled back


def _repeat(earlier: tuple[str, int, str], digest: str) -> Answer:
    if earlier[0] != digest:
        return 422, Refusal(
            "idempotency_mismatch", "المفتاح مستعمل لطلب آخر.", "The key was used for another change."
        ).body
    return earlier[1], json.loads(earlier[2])


def _answer(connection: sqlite3.Connection, body: dict[str, Any]) -> Answer:
    try:
        work = CHANGES.get(str(body.get("change")))
        if work is None:
            raise Refusal("unknown_change", "تغيير غير معروف.", "Unknown change.")
        result = work(connection, str(body.get("person_key")), body.get("data") or {})
    except Refusal as refusal:
        return 422, refusal.body
    return 200, {"applied_at": datetime.now(UTC).isoformat(), "result": result}


def pay_violations(connection: sqlite3.Connection, key: str, data: dict[str, Any]) -> dict[str, Any]:
    """Mark violations as paid: all or none."""
    numbers = data.get("numbers") or []
    if not numbers:
        raise Refusal("nothing_to_pay", "لم تُذكر أي مخالفة.", "No violation was named.")
    for number in numbers:
        row = connection.execute("SELECT key, status FROM violation WHERE number=?", (number,)).fetchone()
        if row is None or row[0] != key:
            raise Refusal(
                "unknown_violation", "المخالفة غير مسجلة على هذا الشخص.", "The violation is not this person's."
            )
        if row[1] == "paid":
            raise Refusal("already_paid", "سُدّدت المخالفة من قبل.", "The violation was paid before.")
    connection.executemany("UPDATE violation SET status='paid' WHERE number=?", [(number,) for number in numbers])
    return {"paid": numbers}


CHANGES: dict[str, Callable[[sqlite3.Connection, str, dict[str, Any]], dict[str, Any]]] = {
    "violation.pay": pay_violations,
}
