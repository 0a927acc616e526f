"""The calendar address: whoever holds it reads renewal windows and nothing else; kept as a keyed hash, rotated, revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.cases.catalogue import services
from bawaba.cases.models import CalendarFeed
from bawaba.cases.renewals import Window, windows_of, windows_of_vehicles
from bawaba.core import clock
from bawaba.core.secrets import new_handle
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face, face
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.queries import NoAccount
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index
from bawaba.registers.ports import Known, Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import known_facts, persons_known

OLD = timedelta(hours=12)  # a renewal window does not move within a day


class NoFeed(LookupError):
    """Unknown, rotated, switched off, or of an account that may not log in: one answer for all."""


@dataclass(frozen=True)
class Feed:
    """What stands behind an address just now."""

    language: str
    windows: list[Window]


def renew_feed(*, account: UUID, seen: int, by: Actor) -> str | None:
    """A new token, 128 random bits, told once; the old one is dead. None when ``seen`` is not its number any more."""
    token = new_handle()
    values = {"token_index": _index(token), "version": seen + 1, "made_at": clock.now()}
    try:
        with transaction.atomic():
            if seen:
                if not CalendarFeed.objects.filter(account=account, version=seen).update(**values):
                    return None
            else:
                CalendarFeed.objects.create(account=account, **values)
            record(Happening("calendar.renew" if seen else "calendar.make", account, by))
    except IntegrityError:
        return None  # another click has made it
    return token


def end_feed(*, account: UUID, by: Actor) -> None:
    """The address shows nothing from now on; a second click finds it so."""
    with transaction.atomic():
        gone, _ = CalendarFeed.objects.filter(account=account).delete()
        if gone:
            record(Happening("calendar.end", account, by))


def feed_made(account: UUID) -> tuple[int, datetime | None]:
    """Its number, nought when there is none, and since when."""
    return CalendarFeed.objects.filter(account=account).values_list("version", "made_at").first() or (0, None)


def feed_behind(token: str) -> Feed:
    """NoFeed; RegisterUnavailable rather than a calendar that lacks what was in it before."""
    account = CalendarFeed.objects.filter(token_index=_index(token)).values_list("account", flat=True).first()
    try:
        who = face(account) if account else None
    except NoAccount as gone:
        raise NoFeed from gone
    if who is None or who.state not in SIGNS_IN:
        raise NoFeed
    return Feed(who.language, sorted(_windows(who), key=lambda one: (one.ends, one.mark)))


def _windows(who: Face) -> list[Window]:
    try:
        known: Mapping[str, Known[Any]] = known_facts(who.person_key, ("person", "vehicles"), max_age=OLD)
    except UnknownPerson as nobody:
        raise NoFeed from nobody
    if not {"person", "vehicles"} <= known.keys():
        raise RegisterUnavailable("person")
    offered = list(services().values())
    found = windows_of(offered, who.population, known["person"]) + windows_of_vehicles(offered, known["vehicles"])
    return found + _of_family(known["person"].value, who.population)


def _of_family(own: Person, population: str) -> list[Window]:
    """Only those for whom the reader may renew something."""
    offered = list(services().values())
    may = {relation for one in offered for relation in one.for_whom}
    family = {one.person_key: one for one in own.household if one.relation in may}
    found = []
    for key, known in persons_known(list(family), max_age=OLD).items():
        names = family[key].names
        first = T(names.ar.first or names.en.first, en=names.en.first or names.ar.first)
        found += windows_of(offered, population, known, family[key].relation, first)
    return found


def _index(token: str) -> bytes:
    return blind_index("calendar.token", token)
