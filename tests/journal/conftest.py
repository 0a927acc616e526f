"""The bench of engines."""

from collections.abc import Iterator
from typing import Any

import pytest

from bawaba.journal import commands, reconciliation
from engines import NAMES, Bench, available, engine_of


@pytest.fixture(params=NAMES)
def bench(request: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Each engine in turn; procrastinate only where the database is PostgreSQL."""
    if not available(request.param):
        pytest.skip("procrastinate lives on PostgreSQL")
    made = Bench(request.param, engine_of(request.param))
    for room in (commands, reconciliation):
        monkeypatch.setattr(room, "engine", lambda: made.engine)
    if made.in_database:
        made.sql("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    yield made
    made.back()
