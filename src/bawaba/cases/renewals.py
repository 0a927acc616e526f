"""Renewal windows: from when and until when a document may be renewed, as the conditions of the e-services say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bawaba.cases.conditions import ExpiresWithin, RegistrationExpiresWithin
from bawaba.cases.eservice import EService
from bawaba.core.text import T
from bawaba.registers.ports import Known, Person, Vehicle


@dataclass(frozen=True)
class Window:
    """One document: which e-service renews it, whose it is (empty: the reader's), from which day and until which."""

    service: EService
    mark: str  # person, document and end; never shown as it is
    whose: T | None
    opens: date
    ends: date
    as_of: datetime


def windows_of(
    services: Iterable[EService], population: str, known: Known[Person], relation: str = "self", whose: T | None = None
) -> list[Window]:
    """Of one person, whom a reader of this population calls ``relation``."""
    found, who = [], known.value
    for service in services:
        if relation not in service.for_whom or population not in service.open_to:
            continue
        for condition in service.conditions:
            paper = who.document(condition.document) if isinstance(condition, ExpiresWithin) else None
            if isinstance(condition, ExpiresWithin) and paper:
                mark = f"{who.person_key}|{condition.document}|{paper.expires}"
                opens = paper.expires - timedelta(days=condition.days)
                found.append(Window(service, mark, whose, opens, paper.expires, known.as_of))
    return found


def windows_of_vehicles(services: Iterable[EService], known: Known[Sequence[Vehicle]]) -> list[Window]:
    """Of one's own vehicles, each by its make."""
    return [
        Window(service, f"{car.number}|{ends}", car.make, ends - timedelta(days=condition.days), ends, known.as_of)
        for service in services
        for condition in service.conditions
        if isinstance(condition, RegistrationExpiresWithin)
        for car in known.value
        for ends in [car.registration_expires]
    ]


def renewing(services: Iterable[EService], population: str) -> dict[str, EService]:
    """By kind of document: the e-service that renews one's own."""
    return {
        condition.document: service
        for service in services
        if "self" in service.for_whom and population in service.open_to
        for condition in service.conditions
        if isinstance(condition, ExpiresWithin)
    }
