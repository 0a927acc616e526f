"""What the register can be asked about a person, topic by topic."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bawaba_sandbox.register.ledger import Ledger
from bawaba_sandbox.register.store import Store

NOTED = ("travel", "address", "medical", "births", "guests", "permits", "inmates", "standing")
TOPICS = ("person", "violations", "vehicles", *NOTED)


def facts_of(store: Store, key: str, record: dict[str, Any], topics: Iterable[str]) -> dict[str, Any]:
    """A record a topic, all from one moment."""
    connection = store.connect()
    try:
        ledger = Ledger(connection, date.today())
        return {topic: _one(store, ledger, key, record, topic) for topic in topics}
    finally:
        connection.close()


def _one(store: Store, ledger: Ledger, key: str, record: dict[str, Any], topic: str) -> Any:
    if topic == "person":
        return record
    if topic == "violations":
        return sorted(store.list_of("violation", key), key=lambda one: one["occurred_at"], reverse=True)
    if topic == "vehicles":
        return [{name: value for name, value in one.items() if name != "rowid"} for one in ledger.vehicles(key)]
    return ledger.fact(key, topic)
