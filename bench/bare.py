"""What others are measured beside: one transaction that writes eight rows and does nothing else."""

from collections.abc import Callable
from uuid import uuid4

from django.db import connection, transaction

ROWS = 8  # as many as an application or an activation, its events and what follows


def bare_transaction() -> Callable[[], None]:
    """Makes its table, and returns the work."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (mark TEXT PRIMARY KEY, about TEXT)")

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for _ in range(ROWS):
                cursor.execute("INSERT INTO bench_row VALUES (%s, %s)", [uuid4().hex, "متى يُفتح المكتب؟"])

    return write
