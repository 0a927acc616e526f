"""Rows as the database keeps them, read and put in without any model, on either database."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

# Made by migrate; and what PostgreSQL notes by itself of a job that is put in.
NOT_OURS = {"django_migrations", "django_content_type", "auth_permission", "procrastinate_events"}
Rows = dict[str, dict[Any, tuple[Any, ...]]]  # by table, then by primary key


@cache
def _tables() -> dict[str, tuple[list[str], str]]:
    """Columns and primary key of each."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_OURS):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            key = connection.introspection.get_primary_key_column(cursor, table)
            assert key in columns, f"{table} has no single key"
            found[table] = (columns, key)
    return found


@cache
def _question() -> str:
    return "SELECT " + ", ".join(f"EXISTS(SELECT 1 FROM {_quoted(table)})" for table in _tables())


def kept_tables() -> list[str]:
    """All that tests write to."""
    return list(_tables())


def filled_tables() -> list[str]:
    """In which there is anything, asked by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return [table for table, filled in zip(_tables(), cursor.fetchone(), strict=True) if filled]


def rows_of(tables: Sequence[str]) -> Rows:
    """All of them."""
    # On SQLite a bare column is made a date again, and is not what is kept.
    plus = "+" if connection.vendor == "sqlite" else ""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            columns, key = _tables()[table]
            cursor.execute(f"SELECT {', '.join(plus + _quoted(one) for one in columns)} FROM {_quoted(table)}")
            found[table] = {row[columns.index(key)]: row for row in cursor.fetchall()}
    return found


def delete(table: str, keys: Sequence[Any]) -> None:
    """By primary key."""
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(keys))
        cursor.execute(f"DELETE FROM {_quoted(table)} WHERE {_quoted(_tables()[table][1])} IN ({places})", list(keys))


def insert(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """As they were read. PostgreSQL's counters never go back in a run: no later row gets a number of these."""
    columns = _tables()[table][0]
    places = f"({', '.join(['%s'] * len(columns))})"
    sql = f"INSERT INTO {_quoted(table)} ({', '.join(map(_quoted, columns))}) VALUES {', '.join([places] * len(rows))}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
