"""Changes in the register, called by a worker; and forgetting what was cached."""

from collections.abc import Mapping
from typing import Any

from bawaba.registers.facts import TOPICS
from bawaba.registers.models import CachedFact, NewsPlace
from bawaba.registers.queries import fact_key, register


def apply_change(*, key: str, change: str, person_key: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Carry a change out exactly once per ``key``; RegisterRefused with its own words, RegisterUnavailable for later."""
    answer = register().change(key, change, person_key, data)
    forget_facts(person_key=person_key)
    return answer


def move_on(*, left: str, place: str) -> bool:
    """In the transaction of what was made of the news: False when somebody else has gone on from there."""
    NewsPlace.objects.get_or_create(one=1)
    return bool(NewsPlace.objects.filter(one=1, place=left).update(place=place))


def forget_facts(*, person_key: str) -> None:
    """What was cached of a person is no longer true."""
    CachedFact.objects.filter(key__in=[fact_key(person_key, topic) for topic in TOPICS]).delete()
