"""The cast, the outside world in-process, and a pocket in which every SMS of the portal ends."""

import gc
from collections.abc import Iterator
from datetime import date
from typing import Any
from zlib import crc32

import pytest
from django.core.management import call_command
from whitenoise.base import WhiteNoise
from xdist.scheduler.loadscope import LoadScopeScheduling

from bawaba.identity.accounts.hashers import PepperedArgon2
from browsers import browser
from emptying import quick_emptying
from fingers import libfprint
from sharing import others
from worlds import World, make_world

__all__ = ["browser", "libfprint", "quick_emptying"]

# What takes minutes begins first, that both processes are busy to the end. Browsers come last: where one was opened an
# event loop runs, and Django does not talk to its database beside one.
FIRST = ("test_kill_nine.py", "test_demo.py", "test_bench.py")
LAST = ("design", "test_every_page.py", "journeys")
WHOLE = {"tests/sandbox/test_demo.py", "tests/journeys/test_offline.py"}
NO_BROWSER = {"test_weight.py"}  # of design, and with a database
COSTLY_HASH = {"test_hashers.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """After pytest-django, which puts all of FIRST last."""
    if left := others(items):
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
    items.sort(key=_order)


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


class Units(LoadScopeScheduling):
    """A module with what it has prepared goes to one process; tests that take long go each to whichever is free."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # ours stands

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        apart = {*FIRST, *LAST} & {*module.split("/")}
        return nodeid if apart and module not in WHOLE else module

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """What is done is forgotten: xdist would count through all of it after every test."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Units:
    """xdist_group is of no use: xdist 3.8 writes it into an attribute that pytest 9.2 does not read."""
    return Units(config, log)


def _turn(item: pytest.Item) -> int:
    names = (item.path.parent.name, item.path.name)
    for turn, name in enumerate(FIRST):
        if name in names:
            return turn - len(FIRST)
    if item.path.name in NO_BROWSER:
        return 0
    return next((turn for turn, name in enumerate(LAST, start=1) if name in names), 0)


def _order(item: pytest.Item) -> tuple[int, int]:
    """Between the first and the last not by name: all that wait for a silent connector would wait at the same time."""
    turn = _turn(item)
    return turn, 0 if turn else crc32(item.nodeid.partition("::")[0].encode())


@pytest.fixture(autouse=True)
def cheap_hash(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the hash is not the point it costs next to nothing (7-promises.md); programs of their own keep its price."""
    if request.path.name not in COSTLY_HASH:
        monkeypatch.setattr(PepperedArgon2, "time_cost", 1)
        monkeypatch.setattr(PepperedArgon2, "memory_cost", 8)


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Hashed names of styles, fonts and scripts, as in production; looked through once, and not by every test's client."""
    call_command("collectstatic", verbosity=0, interactive=False)
    known: dict[tuple[str, str], dict[str, Any]] = {}
    look_through = WhiteNoise.update_files_dictionary

    def remembered(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            look_through(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(WhiteNoise, "update_files_dictionary", remembered)
        yield


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sandbox with a small population, made once."""
    return make_world(tmp_path_factory.mktemp("sandbox"), date.today())


@pytest.fixture
def world(request: pytest.FixtureRequest, outside: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The portal plugged into the sandbox, both in this process."""
    with outside.plugged(monkeypatch, str(request.path)):
        yield outside
