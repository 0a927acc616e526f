"""Which kind of database is copied; each kind has a file of its own."""

from collections.abc import Mapping
from pathlib import Path

from django.db import connection

from bawaba.web.ops.backups.postgresql import PostgresCopier
from bawaba.web.ops.backups.shape import Copier
from bawaba.web.ops.backups.sqlite import SqliteCopier

FRAMEWORK = ("django_", "auth_", "procrastinate_", "journal_clockjob")  # rows that no person ever made


def copier() -> Copier:
    """For the database of this installation."""
    if connection.vendor == "sqlite":
        return SqliteCopier(Path(str(connection.settings_dict["NAME"])))
    return PostgresCopier(connection.get_connection_params())


def in_use(counts: Mapping[str, int]) -> bool:
    """Whether anybody's rows are there; tables that were only migrated do not count."""
    return any(rows for table, rows in counts.items() if not table.startswith(FRAMEWORK))
