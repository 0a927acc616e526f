"""A backup meets the server that the portal writes to, however its address is written, and trusts no other."""

import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from bawaba.config.databases import database
from bawaba.web.ops.backups import postgresql
from bawaba.web.ops.backups.databases import copier
from bawaba.web.ops.backups.postgresql import PostgresCopier

WORDS = "host=/run/x&port=5999&sslmode=verify-full&sslrootcert=/root.pem&sslcert=/c.pem&sslkey=/k.pem&passfile=/pass"
MEANT = dict(word.split("=") for word in WORDS.split("&")) | {"user": "u", "password": "p@", "dbname": "db"}


def of(address: str) -> PostgresCopier:
    return PostgresCopier(ConnectionHandler({"default": database(address)})["default"].get_connection_params())


def test_every_word_of_the_address_holds_for_our_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[dict[str, Any]] = []

    def connect(**told: Any) -> Any:
        met.append(told)
        raise psycopg.OperationalError

    monkeypatch.setattr(postgresql.psycopg, "connect", connect)
    with pytest.raises(psycopg.OperationalError):
        of(f"postgresql://u:p%40@/db?{WORDS}").counts()
    assert met[0].items() >= MEANT.items()


def test_and_for_the_programs_none_of_whose_arguments_tells_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], *, env: dict[str, str], **_: Any) -> Any:
        met.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("PGHOST", "elsewhere.example")
    monkeypatch.setattr(postgresql, "_tool", lambda name: name)
    monkeypatch.setattr(postgresql.subprocess, "run", run)
    source, script = tmp_path / "made", tmp_path / "made.sql"
    script.write_text("")
    of(f"postgresql://u:p%40@/db?{WORDS}").put_back(source, lambda *_: None)
    assert [command[0] for command, _ in met] == ["pg_restore", "psql"]
    for command, told in met:
        assert told.items() >= {f"PG{word.upper()}": text for word, text in MEANT.items() if word != "dbname"}.items()
        assert told["PGDATABASE"] == "db"
        assert "p@" not in " ".join(command)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there is no server")
def test_a_server_named_in_the_query_is_the_one_that_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    told = connection.settings_dict
    address = f"postgresql://{told['USER']}@/{told['NAME']}?host={quote(told['HOST'], safe='')}"
    monkeypatch.setenv("PGHOST", "/nowhere")
    assert of(f"{address}&port={told['PORT'] or 5432}").counts() == copier().counts()
