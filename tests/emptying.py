"""After a test that commits, rows are deleted: to truncate every table makes hundreds of files anew, and takes seconds."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection

KEPT = {
    "django_content_type",
    "auth_permission",
}  # made by migrate, changed by no test: making them again takes longest


def statements(
    style: Any, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """One for each table; foreign keys are looked at when all of it is committed."""
    assert not reset_sequences, "no test counts on numbers that begin anew"
    wanted = [*tables, *_of_the_engine()]
    return [f"DELETE FROM {connection.ops.quote_name(one)}" for one in wanted if one not in KEPT]


@cache
def _of_the_engine() -> list[str]:
    """Which Django does not manage, and would leave as they are: jobs of a test that is over."""
    return [one for one in connection.introspection.table_names() if one.startswith("procrastinate_")]


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    """For the connection of this process, on either database."""
    connection.ops.sql_flush = statements  # type: ignore
    flush.emit_post_migrate_signal = lambda *_, **__: None  # type: ignore
