"""Ask the register through the cache; every answer says as of when, and an old one says that it is old."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import BinaryField

from bawaba.core import clock
from bawaba.core.plugs import plug
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import Given, Prepared
from bawaba.journal.vault import blind_index
from bawaba.registers import facts
from bawaba.registers.models import CachedFact, NewsPlace
from bawaba.registers.ports import (
    FingerMatcher,
    Known,
    News,
    Person,
    Register,
    RegisterUnavailable,
    UnknownPerson,
    Verdict,
    Violation,
)

FRESH = timedelta(0)
SEALED_AS = "registers.fact"


@cache
def register() -> Register:
    """The register of this installation."""
    connector: Register = plug(settings.CONNECTORS["register"])
    return connector


@cache
def matcher() -> FingerMatcher | None:
    """The matcher beside the register; None where the register compares."""
    chosen = settings.CONNECTORS.get("matcher")
    beside: FingerMatcher | None = plug(chosen) if chosen else None
    return beside


def person_by_identifier(kind: str, number: str, *, max_age: timedelta = FRESH) -> Known[Person]:
    """A person by identifier; UnknownPerson, RegisterUnavailable. Stale answers are not used here."""
    key = blind_index("registers.fact", f"person|{kind}|{number}")
    for _, sealed, as_of in _cached([key]):
        if clock.now() - as_of < max_age:
            return Known(facts.person_from(_opened(key, sealed)), as_of)
    record = register().lookup(kind, number)
    found = Known(facts.person_from(record), _as_of(record))
    _remember({key: record}, found.as_of)
    return found


def known_facts(person_key: str, topics: Collection[str], *, max_age: timedelta = FRESH) -> Mapping[str, Known[Any]]:
    """What is known of a person on each topic: one statement, and one call of the register for what is too old.

    A topic whose source does not answer is there as ``stale`` when it was ever heard, else it is not there at all:
    nobody can take it for an empty answer. UnknownPerson when the register knows nobody of that key.
    """
    if (
        not max_age
    ):  # nothing that is kept can be fresh enough: it is read for what the register does not say, if at all
        heard = _ask(person_key, list(topics))
        return _kept(person_key, [topic for topic in topics if topic not in heard], FRESH) | heard
    known = _kept(person_key, topics, max_age)
    return known | _ask(person_key, [topic for topic in topics if topic not in known or known[topic].stale])


def person(person_key: str, *, max_age: timedelta = FRESH) -> Known[Person]:
    """A person by key; when the register is down, what it said before, marked as stale."""
    return _one(person_key, "person", max_age)


def news() -> tuple[str, News]:
    """(the place asked from, whose records have changed since); RegisterUnavailable. Nothing moves on by asking."""
    place = NewsPlace.objects.values_list("place", flat=True).first() or ""
    return place, register().news(place)


def violations_of(person_key: str, *, max_age: timedelta = FRESH) -> Known[tuple[Violation, ...]]:
    """Violations of a person; never a false zero: RegisterUnavailable when nothing was ever heard."""
    return _one(person_key, "violations", max_age)


def persons_known(person_keys: Sequence[str], *, max_age: timedelta) -> Mapping[str, Known[Person]]:
    """Several persons: one statement for what is known, one call for all of whom it is too old.

    A silent register's older answers are marked as stale; RegisterUnavailable when one of them was never heard. Whom
    the register does not know is left out.
    """
    keys = {fact_key(key, "person"): key for key in person_keys}
    now = clock.now()
    kept = {
        keys[bytes(index)]: Known(facts.person_from(_opened(bytes(index), sealed)), as_of, stale=now - as_of >= max_age)
        for index, sealed, as_of in (_cached(list(keys)) if keys else ())
    }
    old = [key for key in person_keys if key not in kept or kept[key].stale]
    try:
        heard = _ask_about(old) if old else {}
    except RegisterUnavailable:
        if not kept.keys() >= set(old):
            raise
        return kept
    return {key: found for key, found in kept.items() if key not in old} | heard


def _ask_about(person_keys: Sequence[str]) -> Mapping[str, Known[Person]]:
    records = {str(one["person_key"]): one for one in register().persons(person_keys)}
    if not records:
        return {}
    oldest = min(_as_of(one) for one in records.values())  # one statement for all: none is taken for fresher than it is
    found = {key: Known(facts.person_from(one), oldest) for key, one in records.items()}
    _remember({fact_key(key, "person"): one for key, one in records.items()}, oldest)
    return found


def verify_fingerprint(probe: Mapping[str, Any]) -> Verdict:
    """Pass a probe on to the register's matcher, or to the one beside it; nothing of it is kept."""
    beside = matcher()
    if beside is None:
        return register().verify(probe)
    return beside.verify(_key_of(str(probe["kind"]), str(probe["number"])), probe)


def _key_of(kind: str, number: str) -> str:
    """Whom the matcher is asked about: it is asked about nobody as well, so that no answer comes sooner."""
    try:
        return str(register().lookup(kind, number)["person_key"])
    except UnknownPerson:
        return secrets.token_hex(16)
    except KeyError as error:
        raise RegisterUnavailable("an answer that is not as agreed") from error


def fact_key(person_key: str, topic: str) -> bytes:
    """Under which a fact is cached."""
    return blind_index("registers.fact", f"{topic}|{person_key}")


def _one(person_key: str, topic: str, max_age: timedelta) -> Known[Any]:
    found = known_facts(person_key, [topic], max_age=max_age)
    if topic not in found:
        raise RegisterUnavailable(topic)
    return found[topic]


def _kept(person_key: str, topics: Collection[str], max_age: timedelta) -> dict[str, Known[Any]]:
    """What was heard before; ``stale`` unless it is younger than ``max_age``. No statement for no topic."""
    keys = {fact_key(person_key, topic): topic for topic in topics}
    rows = [(bytes(key), sealed, as_of) for key, sealed, as_of in _cached(list(keys))] if keys else []
    now = clock.now()
    return {
        keys[key]: Known(facts.fact_from(keys[key], _opened(key, sealed)), as_of, stale=now - as_of >= max_age)
        for key, sealed, as_of in rows
    }


def _ask(person_key: str, topics: Sequence[str]) -> Mapping[str, Known[Any]]:
    if not topics:
        return {}
    try:
        answer = register().facts(person_key, topics)
        heard = {topic: record for topic, record in answer["facts"].items() if topic in topics}
        as_of = _as_of(answer)
        found = {topic: Known(facts.fact_from(topic, record), as_of) for topic, record in heard.items()}
    except RegisterUnavailable:
        return {}
    _remember({fact_key(person_key, topic): record for topic, record in heard.items()}, as_of)
    return found


def _as_of(answer: Mapping[str, Any]) -> datetime:
    return min(facts.as_of(answer), clock.now())  # a register whose clock runs ahead makes no answer fresher


def _remember(records: Mapping[bytes, Any], as_of: datetime) -> None:
    """One statement, whoever writes at the same time."""
    now = clock.now()
    rows = [
        CachedFact(key=key, sealed=_sealed(key, record), as_of=as_of, fetched_at=now) for key, record in records.items()
    ]
    CachedFact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["sealed", "as_of", "fetched_at"]
    )


def _sealed(key: bytes, record: Any) -> bytes:
    return keyring().seal_value(SEALED_AS, key, json.dumps(record, ensure_ascii=False))


def _opened(key: bytes, sealed: bytes) -> Any:
    return json.loads(keyring().open_value(SEALED_AS, key, bytes(sealed)))


def _cached(keys: Sequence[bytes]) -> Sequence[tuple[Any, ...]]:
    return _of_so_many(len(keys)).rows(**{f"key{number}": key for number, key in enumerate(keys)})


@cache
def _of_so_many(count: int) -> Prepared:
    """One statement a number of topics."""
    given = [Given(f"key{number}", BinaryField()) for number in range(count)]
    return Prepared(lambda: CachedFact.objects.filter(key__in=given).values_list("key", "sealed", "as_of"))
