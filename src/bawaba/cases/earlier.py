"""What was asked for before: said before one applies; the index at submission keeps it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bawaba.cases import marks
from bawaba.cases.checklist import PAPERS, RECENT, gather
from bawaba.cases.conditions import OnceOnly
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Offers
from bawaba.cases.models import Application
from bawaba.identity.accounts.queries import Applicant


def facts_for(
    service: EService,
    who: Applicant,
    person_key: str,
    max_age: timedelta = RECENT,
    *,
    earlier: frozenset[bytes] | None = None,
) -> Facts:
    """Everything that a service's conditions read; ``earlier``: the marks of what was asked for once, where they were read already."""
    facts = gather(service.topics, who, person_key, max_age)
    if earlier is None and PAPERS in service.topics:
        return replace(
            facts, looked_back=False
        )  # its first page has read the papers: a fifth statement is too much, and the review says it
    offered = {marks.once_mark(service, person_key, {name: one}): one for name, one in _offered_once(service, facts)}
    if not offered:
        return facts
    asked = frozenset(offered[mark] for mark in offered.keys() & (_taken(offered) if earlier is None else earlier))
    return replace(facts, asked_before=asked, nothing_left=len(asked) == len(offered))


def _taken(marks_of_offers: Iterable[bytes | None]) -> set[bytes]:
    found = Application.objects.filter(once__in=list(marks_of_offers)).values_list("once", flat=True)
    return {bytes(mark) for mark in found}


def _offered_once(service: EService, facts: Facts) -> list[tuple[str, str]]:
    """Field and value of whatever may be chosen once."""
    once = {one.field for one in service.conditions if isinstance(one, OnceOnly)}
    fields = [one for one in service.fields if one.name in once and isinstance(one, Offers)]
    return [(one.name, option.value) for one in fields for option in one.options(facts)] if len(once) == 1 else []
