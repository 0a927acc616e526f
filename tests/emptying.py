"""After a test that commits, rows are deleted: to truncate every table makes hundreds of files anew, and takes seconds."""

from collections.abc import Sequence
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
    return [f"DELETE FROM {connection.ops.quote_name(one)}" for one in tables if one not in KEPT]


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    """For the connection of this process, on either database."""
    connection.ops.sql_flush = statements  # type: ignore
    flush.emit_post_migrate_signal = lambda *_, **__: None  # type: ignore
