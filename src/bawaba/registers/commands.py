"""Changes in the register, called by a worker; and forgetting what was cached."""

from collections.abc import Mapping
from typing import Any

from bawaba.journal.vault import blind_index
from bawaba.registers.models import CachedFact
from bawaba.registers.queries import register


def apply_change(*, key: str, change: str, person_key: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Carry a change out exactly once per ``key``; RegisterRefused with its own words, RegisterUnavailable for later."""
    answer = register().change(key, change, person_key, data)
    forget_facts(person_key=person_key)
    return answer


def forget_facts(*, person_key: str) -> None:
    """What was cached of a person is no longer true."""
    names = (f"key|{person_key}", f"violations|{person_key}")
    CachedFact.objects.filter(key__in=[blind_index("registers.fact", name) for name in names]).delete()
