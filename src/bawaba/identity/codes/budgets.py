"""How often something may be sent or started: sliding windows, spent by one conditional UPDATE."""

from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.identity.codes.models import Spending
from bawaba.identity.codes.rules import Windows, kept, seconds_to_wait
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


def forgive(*, budget: str, key: str) -> None:
    """Give the latest one back: what it was spent on has proved honest."""
    row = Spending.objects.filter(key=blind_index("spending", f"{budget}|{key}")).first()
    if row is not None and row.moments:
        Spending.objects.filter(pk=row.pk, version=row.version).update(
            moments=row.moments[:-1], version=row.version + 1
        )


def _try_to_spend(index: bytes, windows: tuple[tuple[int, int], ...], now: float) -> bool:
    row = Spending.objects.filter(key=index).first()
    if row is None:
        return _first(index, now)
    wait = seconds_to_wait(row.moments, windows, now)
    if wait:
        raise TooOften(wait)
    moments = [*kept(row.moments, windows, now), now]
    return bool(
        Spending.objects.filter(pk=row.pk, version=row.version).update(
            moments=moments, version=row.version + 1, changed_at=clock.now()
        )
    )


def _first(index: bytes, now: float) -> bool:
    try:
        with transaction.atomic():
            Spending.objects.create(key=index, moments=[now], changed_at=clock.now())
    except IntegrityError:
        return False
    return True
