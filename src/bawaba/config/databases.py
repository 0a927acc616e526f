"""One address names the database; each kind gets the options under which our promises were measured."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"

# A statement met five times is planned once a connection: planning took half of what a page cost the server (0012).
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database(url: str) -> dict[str, Any]:
    """Turn ``sqlite:///path`` or ``postgresql://user@host/name`` into Django's DATABASES entry."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": _host(parts),
            "PORT": str(parts.port or ""),
            "OPTIONS": {
                **PREPARED,
                "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ValueError(f"unknown database address scheme: {parts.scheme}")


def _host(parts: SplitResult) -> str:
    """A name, an address, or the folder of a socket (``%2Frun%2Fpostgresql``), as libpq takes them."""
    written = parts.netloc.rpartition("@")[2]
    return unquote(written.partition(":")[0]) if written[:3].upper() == "%2F" else parts.hostname or ""


def _sqlite(path: str) -> dict[str, Any]:
    # IMMEDIATE: with the deferred default four writers met 316,477 "database is locked" (docs/decisions).
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # a file needs no pool: opening it and its pragmas again cost a third of a short request
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "TEST": {"NAME": f"{path}.test"},
    }
