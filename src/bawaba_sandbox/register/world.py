"""What happens to people in the world, and how their records tell of it: a death, a guardianship that ends."""

from typing import Any

from bawaba_sandbox.register.store import Store


def die(store: Store, key: str) -> None:
    """The record says so, and nobody's household names them any more; dependents have no head until another is written down."""
    record = store.person(key) or {}
    store.change_person(key, alive=False)
    for relative in record["household"]:
        _part(store, relative["person_key"], key)


def end_guardianship(store: Store, guardian: str, ward: str) -> None:
    """By a court: neither household names the other any more."""
    _part(store, guardian, ward)
    _part(store, ward, guardian)


def _part(store: Store, key: str, other: str) -> None:
    record: dict[str, Any] | None = store.person(key)
    if record is None:
        return
    left = [one for one in record["household"] if one["person_key"] != other]
    head = record["head_of_household"]
    store.change_person(key, household=left, head_of_household=None if head == other else head)
