"""PostgreSQL, by its own ``pg_dump`` and ``pg_restore``: one snapshot out, one transaction in."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bawaba.web.ops.backups.shape import CopyFailed, Progress

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Everything of ours lives in this schema. Whoever holds a table keeps us from it ten seconds at most.
CLEAN = "SET lock_timeout = '10s';\nDROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n"


class PostgresCopier:
    """One database on a server that may be anywhere."""

    kind = "postgresql"

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Django's entry of DATABASES."""
        names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
        self._address = {variable: str(told[name]) for name, variable in names.items() if told[name]}
        self._address |= {f"PG{key.upper()}": str(value) for key, value in told["OPTIONS"].items() if key == "sslmode"}

    def dump(self, target: Path, progress: Progress) -> dict[str, int]:
        """Rows are counted in the very snapshot that is dumped."""
        program = _tool("pg_dump")
        with self._connected() as database:
            database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = _one(database, sql.SQL("SELECT pg_export_snapshot()"))
            counts = _counts(database)
            self._run(
                [
                    program,
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    "--schema=public",
                    f"--snapshot={snapshot}",
                    f"--file={target}",
                ]
            )
        progress(target.stat().st_size, 0)
        return counts

    def counts(self) -> dict[str, int]:
        """Of every table."""
        with self._connected() as database:
            return _counts(database)

    def put_back(self, source: Path, progress: Progress) -> None:
        """One transaction: the old schema goes and the new one comes, or nothing has happened."""
        script = source.with_suffix(".sql")
        restore = [_tool("pg_restore"), "--schema=public", "--no-owner", "--no-privileges"]
        self._run([*restore, f"--file={script}", str(source)])
        clean = source.with_suffix(".clean.sql")
        clean.write_text(CLEAN)
        progress(script.stat().st_size, 0)
        self._run(
            [
                _tool("psql"),
                "--no-psqlrc",
                "--quiet",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                f"--file={clean}",
                f"--file={script}",
            ]
        )

    def _connected(self) -> psycopg.Connection[Any]:
        known = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
        address = {known[name]: value for name, value in self._address.items() if name in known}
        return psycopg.connect(**address, autocommit=True)  # type: ignore[arg-type]  # all of them are text

    def _run(self, command: list[str]) -> None:
        environment = {**os.environ, **self._address}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["it did not say why"]
            raise CopyFailed(f"{Path(command[0]).name} refused: {lines[0]}")


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CopyFailed(f"{name} is not on this machine. On Debian: apt-get install postgresql-client")
    return found


def _counts(database: psycopg.Connection[Any]) -> dict[str, int]:
    names = [name for (name,) in database.execute(TABLES).fetchall()]
    ask = sql.SQL("SELECT COUNT(*) FROM public.{}")
    return {name: int(_one(database, ask.format(sql.Identifier(name)))) for name in names}


def _one(database: psycopg.Connection[Any], question: sql.SQL | sql.Composed) -> Any:
    row = database.execute(question).fetchone()
    return row[0] if row else None
