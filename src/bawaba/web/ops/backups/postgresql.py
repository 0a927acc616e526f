"""PostgreSQL, by its own ``pg_dump`` and ``pg_restore``: one snapshot out, one transaction in."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import Conninfo

from bawaba.web.ops.backups.shape import CopyFailed, Progress

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# libpq's own names of what an address may say, and the variables by which its programs are told.
VARIABLES = {one.keyword.decode(): one.envvar.decode() for one in Conninfo.get_defaults() if one.envvar}
# Everything of ours lives in this schema. Whoever holds a table keeps us from it ten seconds at most.
CLEAN = "SET lock_timeout = '10s';\nDROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n"


class PostgresCopier:
    """One database on a server that may be anywhere."""

    kind = "postgresql"

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        """As Django connects: the same server, and the same trust in it, for our connection and for the programs."""
        self._parameters = {name: str(value) for name, value in parameters.items() if name in VARIABLES}

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
        return psycopg.connect(**self._parameters, autocommit=True)  # type: ignore[arg-type]  # all of them are text

    def _run(self, command: list[str]) -> None:
        environment = {**os.environ, **{VARIABLES[name]: value for name, value in self._parameters.items()}}
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
