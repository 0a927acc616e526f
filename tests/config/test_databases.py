"""The one address that names the database."""

import pytest

from bawaba.config.databases import database

SERVERS = {
    "postgresql://bawaba@db.example/portal": ("bawaba", "", "db.example", "", "portal"),
    "postgres://b%40b:p%2Fw@10.0.0.8:6432/portal": ("b@b", "p/w", "10.0.0.8", "6432", "portal"),
    "postgresql://bawaba@[::1]:5432/portal": ("bawaba", "", "::1", "5432", "portal"),
    "postgresql://bawaba@%2Frun%2FPostgres/portal": ("bawaba", "", "/run/Postgres", "", "portal"),
    "postgresql://%2Frun%2Fpostgresql:5433/portal": ("", "", "/run/postgresql", "5433", "portal"),
    "postgresql:///portal": ("", "", "", "", "portal"),
}


@pytest.mark.parametrize("address", SERVERS)
def test_a_server_is_found_by_name_address_or_socket(address: str) -> None:
    found = database(address)
    assert tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == SERVERS[address]


def test_what_stands_behind_the_name_is_told_to_the_driver() -> None:
    assert database("postgresql://b@db/portal?sslmode=verify-full")["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    ("address", "path"), [("sqlite:///var/a%20b.db", "var/a b.db"), ("sqlite:////srv/b", "/srv/b")]
)
def test_a_file_may_lie_anywhere(address: str, path: str) -> None:
    assert database(address)["NAME"] == path


@pytest.mark.parametrize("address", ["mysql://b@db/portal", "portal.sqlite3", ""])
def test_what_is_no_database_of_ours_is_said(address: str) -> None:
    with pytest.raises(ValueError, match="scheme"):
        database(address)
