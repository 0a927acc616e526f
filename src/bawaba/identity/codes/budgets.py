"""How often something may be sent or started: sliding windows, spent by one conditional UPDATE."""

from typing import Any

from django.db.models import BigIntegerField, BinaryField, DateTimeField, IntegerField, JSONField, QuerySet

from bawaba.core import clock
from bawaba.identity.codes.models import Spending
from bawaba.identity.codes.rules import Windows, kept, seconds_to_wait
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate, insert_if_free
from bawaba.journal.vault import blind_index

RACES = 50  # how often a lost race is run again before the budget counts as spent


class TooOften(Exception):
    """The budget is spent for now."""

    def __init__(self, seconds: int) -> None:
        """``seconds`` until it may be tried again."""
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def spend(*, budget: str, key: str, windows: Windows) -> None:
    """Take one from the budget of ``key`` (a phone, an origin) or raise TooOften; the key is stored blinded."""
    windows = tuple(windows)
    index = blind_index("spending", f"{budget}|{key}")
    for _ in range(RACES):
        if _try_to_spend(index, windows, clock.now().timestamp()):
            return
    raise TooOften(1)


def forgive(*, budget: str, key: str, times: int = 1) -> None:
    """Give the latest ones back: what they were spent on has proved honest."""
    row = Spending.objects.filter(key=blind_index("spending", f"{budget}|{key}")).first()
    if row is not None and row.moments:
        Spending.objects.filter(pk=row.pk, version=row.version).update(
            moments=row.moments[:-times], version=row.version + 1
        )


def _spent() -> QuerySet[Any]:
    return Spending.objects.filter(key=Given("key", BinaryField())).values_list("pk", "moments", "version")


SPENT = Prepared(_spent)
SPEND = PreparedUpdate(
    lambda: Spending.objects.filter(pk=Given("number", BigIntegerField()), version=Given("version", IntegerField())),
    moments=Given("moments", JSONField()),
    version=Given("next", IntegerField()),
    changed_at=Given("now", DateTimeField()),
)


def _try_to_spend(index: bytes, windows: tuple[tuple[int, int], ...], now: float) -> bool:
    rows = SPENT.rows(key=index)
    if not rows:
        return _first(index, now)
    number, spent, version = rows[0]
    wait = seconds_to_wait(spent, windows, now)
    if wait:
        raise TooOften(wait)
    moments = [*kept(spent, windows, now), now]
    return bool(SPEND.count(number=number, version=version, moments=moments, next=version + 1, now=clock.now()))


def _first(index: bytes, now: float) -> bool:
    return insert_if_free(Spending(key=index, moments=[now], changed_at=clock.now()))
