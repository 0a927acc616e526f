"""The cast, the outside world in-process, and a pocket in which every SMS of the portal ends."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from browsers import browser
from worlds import World, make_world

__all__ = ["browser"]


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
