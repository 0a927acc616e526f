"""Changes that the register carries out: once a key, and only what its own rules allow."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from bawaba_sandbox.register.ledger import Ledger, Refusal
from bawaba_sandbox.register.rules import civil_affairs, passports, public_security, traffic
from bawaba_sandbox.register.store import Store

Answer = tuple[int, dict[str, Any]]


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
        status, answer = _answer(Ledger(connection, date.today()), body)
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


def _answer(ledger: Ledger, body: dict[str, Any]) -> Answer:
    try:
        work = CHANGES.get(str(body.get("change")))
        if work is None:
            raise Refusal("unknown_change", "تغيير غير معروف.", "Unknown change.")
        result = work(ledger, str(body.get("person_key")), body.get("data") or {})
    except Refusal as refusal:
        return 422, refusal.body
    except (KeyError, TypeError, ValueError):
        return 422, Refusal("incomplete", "بيانات التغيير ناقصة.", "The change's data are incomplete.").body
    return 200, {"applied_at": datetime.now(UTC).isoformat(), "result": result}


CHANGES = {
    **civil_affairs.CHANGES,
    **passports.CHANGES,
    **traffic.CHANGES,
    **public_security.CHANGES,
}
