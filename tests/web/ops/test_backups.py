"""The drill: what was stored is evidence, and comes back word for word on both databases."""

import json
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from bawaba.core import passphrase
from bawaba.core.keyring import Keyring
from bawaba.documents.commands import issue_document
from bawaba.documents.queries import document_of, documents_of, verify_text
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.attestation.models import Attestation
from bawaba.identity.enrolment.commands import start_enrolment
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.web.ops.backups import postgresql, sqlite
from bawaba.web.ops.backups.databases import copier
from people import APPLICANT, activated, logged_in

NO_CLIENT = bool(os.environ.get("TEST_DATABASE_URL")) and not shutil.which("pg_dump")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(NO_CLIENT and os.environ.get("CI") != "true", reason="no pg_dump on this machine"),
]
PASSPHRASE = "نخلة طويلة جدًا ٢٠٢٦"
CONTENT = {"title": "إيصال", "amount": "500.00"}


@pytest.fixture
def keyring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's keyring, where a test may lose it."""
    own = tmp_path / "keys" / "keyring.json"
    own.parent.mkdir()
    shutil.copy(settings.BAWABA.keyring_file, own)
    monkeypatch.setattr(settings.BAWABA, "keyring_file", own)
    return own


@pytest.fixture
def passphrase_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a guess costs is not the point here."""
    monkeypatch.setattr(passphrase, "COST", 2**4)
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    return file


@pytest.fixture
def archive(tmp_path: Path, tables_again: None, keyring_file: Path, passphrase_file: Path) -> Path:
    """A backup of an installation with one enrolment in it, keys included."""
    start_enrolment(population="resident", language="ar", by=APPLICANT)
    made = tmp_path / "one.backup"
    call_command("backup", str(made), with_keys=True, passphrase_file=passphrase_file)
    return made


@pytest.fixture
def tables_again() -> Iterator[None]:
    """The next test needs tables, however this one ended."""
    yield
    if not copier().counts():
        call_command("migrate", verbosity=0)


@contextmanager
def a_writer() -> Iterator[list[int]]:
    """Somebody else begins registrations, one after another, until told to stop."""
    stop, begun = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            begun.append(start_enrolment(population="visitor", language="ar", by=APPLICANT))
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    while len(begun) < 3:
        assert thread.is_alive()
    yield begun
    stop.set()
    thread.join(30)


def destroy() -> None:
    """Nothing is left of the database."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(str(connection.settings_dict["NAME"]) + ending).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connections.close_all()
    assert copier().counts() == {}


def test_the_drill(world: Any, tmp_path: Path, tables_again: None, keyring_file: Path, passphrase_file: Path) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account
    with transaction.atomic():
        issue_document(account=account, subject=uuid4(), kind="payment-receipt", content=CONTENT, shown={}, by=SYSTEM)
    document, statement = documents_of(account)[0], Attestation.objects.get().statement
    archive, keys = tmp_path / "drill.backup", keyring_file.read_bytes()
    with a_writer() as begun:
        before = len(begun)
        call_command("backup", str(archive), with_keys=True, passphrase_file=passphrase_file)
        after = len(begun)
    destroy()
    keyring_file.unlink()

    call_command("restore", str(archive), passphrase_file=passphrase_file)

    assert keyring_file.read_bytes() == keys
    assert keyring_file.stat().st_mode & 0o077 == 0
    assert before - 1 <= Enrolment.objects.filter(population="visitor").count() <= after + 1
    assert Event.objects.filter(type="enrolment.start").count() == Enrolment.objects.count()  # one snapshot
    assert Attestation.objects.get().statement == statement
    assert document_of(account, document.uuid).content == CONTENT
    assert verify_text(document.seal).word == "valid"
    assert logged_in(world, "omar").get("/documents/").status_code == 200
    assert start_enrolment(population="visitor", language="ar", by=APPLICANT)  # and it goes on


def test_a_backup_while_others_write_keeps_nobody_waiting(
    tmp_path: Path, tables_again: None, keyring_file: Path
) -> None:
    with a_writer() as begun:
        before = len(begun)
        call_command("backup", str(tmp_path / "busy.backup"))
        assert len(begun) > before


def test_an_archive_that_was_changed_or_cut_off_is_refused_and_nothing_changes(archive: Path, tmp_path: Path) -> None:
    whole, before = archive.read_bytes(), copier().counts()
    random, damaged = Random(7), tmp_path / "damaged.backup"
    with tarfile.open(archive) as tar:
        spans = [(one.offset_data, one.size) for one in tar]
    for number in range(12):
        start, size = spans[number % len(spans)]
        place = start + random.randrange(size)
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(CommandError, match=r"Not restored: damaged\.backup"):
            call_command("restore", str(damaged), replace=True)
    for length in (0, 100, 600, len(whole) // 2, start + size - 1):
        damaged.write_bytes(whole[:length])
        with pytest.raises(CommandError, match=r"Not restored: damaged\.backup"):
            call_command("restore", str(damaged), replace=True)
    assert copier().counts() == before


def test_a_file_that_no_backup_has_is_refused(archive: Path, tmp_path: Path) -> None:
    strange = tmp_path / "strange.backup"
    with tarfile.open(strange, "w") as tar:
        tar.add(archive, arcname="../keyring.json")
    with pytest.raises(CommandError, match="which no backup has"):
        call_command("restore", str(strange), replace=True)


def test_a_database_that_is_not_empty_is_replaced_only_when_told_so(archive: Path) -> None:
    then = copier().counts()
    start_enrolment(population="visitor", language="ar", by=APPLICANT)
    now = copier().counts()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(archive))
    assert copier().counts() == now != then
    call_command("restore", str(archive), replace=True)
    assert copier().counts() == then


def test_without_its_keys_a_backup_is_refused_and_they_are_named(
    tmp_path: Path, tables_again: None, keyring_file: Path
) -> None:
    start_enrolment(population="resident", language="ar", by=APPLICANT)
    archive, before = tmp_path / "named.backup", copier().counts()
    call_command("backup", str(archive))
    names = Keyring.load(keyring_file).names()
    keyring_file.unlink()
    with pytest.raises(CommandError, match=next(iter(names["kek"]))):
        call_command("restore", str(archive), replace=True)
    Keyring.generate("tests").save(keyring_file)
    with pytest.raises(CommandError, match="lacks keys"):
        call_command("restore", str(archive), replace=True)
    assert copier().counts() == before


def test_a_wrong_passphrase_opens_nothing(archive: Path, tmp_path: Path, keyring_file: Path) -> None:
    before, wrong = copier().counts(), tmp_path / "wrong"
    wrong.write_text("not the passphrase")
    keyring_file.unlink()
    with pytest.raises(CommandError, match="does not open it"):
        call_command("restore", str(archive), replace=True, passphrase_file=wrong)
    assert copier().counts() == before
    assert not keyring_file.exists()


def test_a_backup_overwrites_nothing_and_holds_no_key_in_the_clear(archive: Path, keyring_file: Path) -> None:
    with pytest.raises(CommandError, match="overwrites nothing"):
        call_command("backup", str(archive))
    whole = archive.read_bytes()
    for entries in json.loads(keyring_file.read_text()).values():
        for entry in entries:
            assert str(entry.get("key") or entry["jwk"]["d"]).encode() not in whole
    assert archive.stat().st_mode & 0o077 == 0


def test_whoever_holds_the_database_is_not_overrun(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that still writes: the restore gives up with a sentence and the old rows stay."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.5)
    monkeypatch.setattr(postgresql, "CLEAN", postgresql.CLEAN.replace("10s", "500ms"))
    before = copier().counts()
    with holding_the_database(), pytest.raises(CommandError, match="Not restored"):
        call_command("restore", str(archive), replace=True)
    assert copier().counts() == before


@contextmanager
def holding_the_database() -> Iterator[None]:
    """In the middle of a transaction that has written."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        other = sqlite3.connect(str(told["NAME"]), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM journal_outbox")
    else:
        other = psycopg.connect(host=told["HOST"], user=told["USER"], dbname=told["NAME"])
        other.execute("DELETE FROM journal_outbox")
    try:
        yield
    finally:
        other.rollback()
        other.close()
