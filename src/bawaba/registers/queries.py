"""Ask the register through the cache; every answer says as of when, and an old one says that it is old."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings

from bawaba.core import clock
from bawaba.core.plugs import plug
from bawaba.journal.keys import keyring
from bawaba.journal.vault import blind_index
from bawaba.registers import facts
from bawaba.registers.models import CachedFact
from bawaba.registers.ports import Fact, Known, Person, Register, RegisterUnavailable, Verdict, Violation

FRESH = timedelta(0)
SEALED_AS = "registers.fact"


@cache
def register() -> Register:
    """The register of this installation."""
    connector: Register = plug(settings.CONNECTORS["register"])
    return connector


def person_by_identifier(kind: str, number: str, *, max_age: timedelta = FRESH) -> Known[Person]:
    """A person by identifier; UnknownPerson, RegisterUnavailable. Stale answers are not used here."""
    name = f"person|{kind}|{number}"
    return _known(name, lambda: register().lookup(kind, number), facts.person_from, max_age, stale=False)


def person(person_key: str, *, max_age: timedelta = FRESH) -> Known[Person]:
    """A person by key; when the register is down, what it said before, marked as stale."""
    return _known(f"key|{person_key}", lambda: register().get(person_key), facts.person_from, max_age)


def violations_of(person_key: str, *, max_age: timedelta = FRESH) -> Known[tuple[Violation, ...]]:
    """Violations of a person; never a false zero: RegisterUnavailable when nothing was ever heard."""
    name = f"violations|{person_key}"
    return _known(name, lambda: register().violations(person_key), facts.violations_from, max_age)


def verify_fingerprint(probe: Mapping[str, Any]) -> Verdict:
    """Pass a probe on to the register's matcher; nothing of it is kept."""
    return register().verify(probe)


def _known(
    name: str,
    ask: Callable[[], Mapping[str, Any]],
    read: Callable[[Mapping[str, Any]], Fact],
    max_age: timedelta,
    *,
    stale: bool = True,
) -> Known[Fact]:
    key = blind_index("registers.fact", name)
    row = CachedFact.objects.filter(key=key).first()
    if row is not None and clock.now() - row.as_of < max_age:
        return Known(read(_opened(key, row)), row.as_of)
    try:
        record = ask()
        answer = Known(read(record), facts.as_of(record))
    except RegisterUnavailable:
        if row is None or not stale:
            raise
        return Known(read(_opened(key, row)), row.as_of, stale=True)
    _remember(key, record, row)
    return answer


def _remember(key: bytes, record: Mapping[str, Any], row: CachedFact | None) -> None:
    sealed = keyring().seal_value(SEALED_AS, key, json.dumps(record, ensure_ascii=False))
    values = {"sealed": sealed, "as_of": facts.as_of(record), "fetched_at": clock.now()}
    if row is None:
        CachedFact.objects.bulk_create(
            [CachedFact(key=key, **values)],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=list(values),
        )
    else:
        CachedFact.objects.filter(pk=row.pk).update(**values)


def _opened(key: bytes, row: CachedFact) -> Mapping[str, Any]:
    opened: Mapping[str, Any] = json.loads(keyring().open_value(SEALED_AS, key, bytes(row.sealed)))
    return opened
