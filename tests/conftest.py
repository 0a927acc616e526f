"""The cast, the outside world in-process, and a pocket in which every SMS of the portal ends."""

import gc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from bawaba.identity.accounts.hashers import PepperedArgon2
from browsers import browser
from emptying import quick_emptying
from worlds import World, make_world

__all__ = ["browser", "quick_emptying"]

# What takes minutes begins first, each in one process: both are then busy to the end.
LONGEST = ("test_every_page.py", "journeys", "test_kill_nine.py", "test_demo.py", "test_bench.py", "design")
COSTLY_HASH = {"test_hashers.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-django, which puts all of these last."""
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def _turn(item: pytest.Item) -> int:
    names = {item.path.name, item.path.parent.name}
    return next((turn for turn, name in enumerate(LONGEST) if name in names), len(LONGEST))


@pytest.fixture(autouse=True)
def cheap_hash(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the hash is not the point it costs next to nothing (7-promises.md); programs of their own keep its price."""
    if request.path.name not in COSTLY_HASH:
        monkeypatch.setattr(PepperedArgon2, "time_cost", 1)
        monkeypatch.setattr(PepperedArgon2, "memory_cost", 8)


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Hashed names of styles, fonts and scripts, as in production."""
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sandbox with a small population, made once."""
    return make_world(tmp_path_factory.mktemp("sandbox"), date.today())


@pytest.fixture
def world(outside: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The portal plugged into the sandbox, both in this process."""
    with outside.plugged(monkeypatch):
        yield outside
