"""What a road has left is put back for the next test of the module that goes the same way from the same start.

As Django's ``setUpTestData`` has it: each module travels the real road, by the same code, and its tests begin where that
ended. The road is travelled again after LASTS seconds, and whenever anything could make it end elsewhere.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection
from time_machine import escape_hatch

from bawaba.core import clock
from bawaba.identity.accounts.hashers import PepperedArgon2
from rows import Rows, delete, filled_tables, insert, rows_of

LASTS = 30.0  # seconds: half of what tests leave free on either side of a window that they look at
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE)\b")
Way = tuple[Any, ...]


@dataclass(frozen=True)
class Life:
    """What one step has changed. ``gone``: keys of rows that are there no more, or not as they were; ``new``: as it left them."""

    made_at: float
    gone: dict[str, list[Any]]
    new: dict[str, list[tuple[Any, ...]]]
    texts: list[tuple[str, str]]
    mails: list[tuple[str, str, str]]
    told: Any


class Lives:
    """What one module remembers, and the way that its test has come: None once nobody could tell what is there."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._module, self._known = "", dict[Way, Life]()
        self._way: Way | None = None
        self.put_back = 0  # how often, in this test

    def begin(self, module: str, patches: pytest.MonkeyPatch) -> None:
        """A test begins, before the world is plugged in."""
        if module != self._module:
            self._module, self._known = module, {}
        self._way = (clock.today(),) if module and _only_the_hash(patches) else None
        self._patches, self._watches, self._wrote, self.put_back = patches, False, False, 0

    def plugged(self) -> None:
        """The world is in its place: what is patched or changed from here on is the test's own."""
        self._register = self._world.store.connect()
        self._note()

    def end(self) -> None:
        """The test has ended."""
        self._way = None
        self._register.close()
        if self._watches:
            connection.execute_wrappers.remove(self._notice)
            self._watches = False

    def after(self, step: Any, make: Callable[[], Any]) -> Any:
        """``make`` changes the register or the clock only, and the same way every time; it is always done."""
        goes_on = self._is_known_here()
        made = make()
        if goes_on and self._way is not None:
            self._way = (*self._way, step)
            self._note()
        return made

    def lived(self, step: Any, road: Callable[[], Any], waits: float = 0) -> Any:
        """What ``road`` tells, travelled or put back. ``waits``: how far it moves the clock before all else."""
        if not self._is_known_here() or not self._begins_well():
            self._way = None
            return road()
        assert self._way is not None
        way, self._way = (*self._way, step), None  # a road that breaks off leads nowhere
        life = self._known.get(way)
        if life and _really_now() - life.made_at < LASTS:
            if waits:
                self._world.wait(waits)
            self._put_back(life)
        else:
            life = self._travel(road)
            self._known = {one: it for one, it in self._known.items() if one[: len(way)] != way} | {way: life}
        self._way = way
        self._note()
        return deepcopy(life.told)

    def _travel(self, road: Callable[[], Any]) -> Life:
        world, before = self._world, rows_of(filled_tables())
        made_at, texts, mails = _really_now(), len(world.pocket.texts), len(world.mailbag.mails)
        told = road()
        after = rows_of(filled_tables())
        gone, new = _missing(before, after), _missing(after, before)
        return Life(
            made_at,
            {table: list(rows) for table, rows in gone.items()},
            {table: list(rows.values()) for table, rows in new.items()},
            world.pocket.texts[texts:],
            world.mailbag.mails[mails:],
            deepcopy(told),
        )

    def _put_back(self, life: Life) -> None:
        for table, keys in life.gone.items():
            delete(table, keys)
        for table, rows in life.new.items():
            insert(table, rows)
        self._world.pocket.texts += life.texts
        self._world.mailbag.mails += life.mails
        self.put_back += 1

    def _is_known_here(self) -> bool:
        return self._way is not None and self._state() == self._stood and not self._wrote

    def _begins_well(self) -> bool:
        """In a transaction that is undone after the test, and in which nothing is but what the way has left."""
        if not connection.atomic_blocks or not connection.atomic_blocks[-1]._from_testcase:
            return False
        if not self._watches:
            if filled_tables():
                return False
            self._watches = True
            connection.execute_wrappers.append(self._notice)
        return True

    def _notice(self, execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        self._wrote = self._wrote or not (isinstance(sql, str) and READS.match(sql))
        return execute(sql, *more)

    def _note(self) -> None:
        self._stood, self._wrote = self._state(), False

    def _state(self) -> tuple[Any, ...]:
        """Of all that a road could depend on beside the database."""
        world, patches = self._world, self._patches
        return (
            self._register.execute("PRAGMA data_version").fetchone()[0],
            dict(world.app.extensions["switches"]),
            (len(patches._setattr), len(patches._setitem), isinstance(settings._wrapped, UserSettingsHolder)),
            (escape_hatch.is_travelling(), len(world.travels), round(clock.now().timestamp() - _really_now())),
        )


def _really_now() -> float:
    return float(escape_hatch.time.time() if escape_hatch.is_travelling() else clock.now().timestamp())


def _missing(these: Rows, those: Rows) -> Rows:
    """Rows of these that are not, or not alike, among those."""
    found = {
        table: {key: row for key, row in rows.items() if those.get(table, {}).get(key) != row}
        for table, rows in these.items()
    }
    return {table: rows for table, rows in found.items() if rows}


def _only_the_hash(patches: pytest.MonkeyPatch) -> bool:
    """Whether nothing else is patched, nor any setting: what a fixture of the module has changed the road may meet."""
    own = [target for target, *_ in patches._setattr if target is not PepperedArgon2]
    return not (
        own or patches._setitem or isinstance(settings._wrapped, UserSettingsHolder) or escape_hatch.is_travelling()
    )
