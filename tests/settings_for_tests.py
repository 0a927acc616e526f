"""Environment of the tests, set before Django reads it: own keys, own database, nothing of the machine's."""

import os
import tempfile
from pathlib import Path

from bawaba.core.keyring import Keyring

HERE = Path(tempfile.mkdtemp(prefix="bawaba-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def prepare() -> None:
    """Idempotent: the first worker's values are inherited by none of the others."""
    Keyring.generate("tests").save(HERE / "keyring.json")
    os.environ["BAWABA_KEYRING_FILE"] = str(HERE / "keyring.json")
    os.environ["BAWABA_PUBLIC_URL"] = "http://testserver"
    os.environ["BAWABA_DATABASE_URL"] = _database()
    os.environ["BAWABA_PUSH_SERVICES"] = "http://sandbox push.example"
    os.environ["BAWABA_STATIC_DIR"] = str(HERE / "static")
    os.environ["BAWABA_SANDBOX_DIR"] = str(HERE / "sandbox")


def _database() -> str:
    """A test does not wait for the disk; programs that it starts, and kills, have an address of their own and do."""
    server = os.environ.get("TEST_DATABASE_URL")
    return f"{server}?options=-c%20synchronous_commit%3Doff" if server else f"sqlite:///{HERE}/{WORKER}.sqlite3"


prepare()
