"""Server-side sessions read in one statement: data, account and the header line that every page shows."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, SessionBase, UpdateError
from django.db.models import BinaryField, DateTimeField, OuterRef, QuerySet
from django.utils.crypto import get_random_string

from bawaba.core import clock
from bawaba.identity.accounts.header_line import HeaderLine, open_header, seal_header
from bawaba.identity.accounts.models import Session
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import Given, Prepared, insert_if_free
from bawaba.messaging.queries import is_unread

SEEN_EVERY = timedelta(minutes=1)
MOVED = "moved"


class SessionStore(SessionBase):
    """Idle and total life are judged on the server; the row is gone the moment it is revoked."""

    header: HeaderLine | None = None
    unread = False  # whether a letter waits, as of this request's beginning
    _written: tuple[str | None, str] | None = None  # key and data that this request has made a row of

    def load(self) -> dict[str, Any]:
        """One SELECT; an expired or revoked session is an empty new one."""
        key_hash = hash_of(self.session_key)
        row = _find(key_hash) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        header, data, seen_at, unread = row
        self.unread = bool(unread)
        self.header = open_header(key_hash, bytes(header))
        _note_use(key_hash, seen_at)
        opened: dict[str, Any] = json.loads(keyring().open_value("session.data", key_hash, bytes(data)))
        return opened

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(pk=hash_of(session_key)).exists()

    def _get_new_session_key(self) -> str:
        """165 random bits; nobody is asked whether they are taken, the INSERT would say so."""
        return get_random_string(32, VALID_KEY_CHARS)

    def create(self) -> None:
        """Take a new key."""
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT002 - the signature of SessionBase
        """Insert or update by one statement, or none for what was just inserted; a revoked session is not brought back."""
        if self.session_key is None:
            return self.create()
        key_hash, said = hash_of(self.session_key), json.dumps(self._get_session(no_load=must_create))
        if must_create:
            self._insert(key_hash, _seal_text(key_hash, said))
            self._written = (self.session_key, said)
            return None
        if self._written == (self.session_key, said):
            return None
        data = _seal_text(key_hash, said)
        if not Session.objects.filter(pk=key_hash).update(data=data):  # the header line follows its account by itself
            raise UpdateError

    def flush(self) -> None:
        """Forget everything, the account with it."""
        super().flush()
        self.header = None

    def renew(self, header: HeaderLine | None, kept: Mapping[str, Any], code: UUID | None) -> None:
        """A new key tied to an account, or to none; of before only ``kept`` comes along. For the gates, in their transaction.

        The old key is dead. When ``code`` was what opened the session, it remembers for a moment where it led.
        """
        old = self.session_key
        self.clear()
        self._session_key = None
        self.header = header
        owner = {"account": str(header.account)} if header else {}
        self.update({**owner, **kept})  # an empty session would have its cookie deleted
        self.create()
        if old is not None:
            _retire(hash_of(old), {"key": self.session_key, "code": str(code)} if code else None)

    def leave(self, kept: Mapping[str, Any]) -> None:
        """The account was closed and its sessions are gone: this key is nobody's now and holds ``kept`` alone.

        In the transaction of the closing, so that a second click finds where the first one led.
        """
        self.header = None
        self.clear()
        self.update(kept)
        key_hash = hash_of(self.session_key)
        self._insert(key_hash, _seal_data(key_hash, dict(kept)))

    def cycle_key(self) -> None:
        """A new key for the same session, as the database has it, in the caller's transaction; UpdateError."""
        if self.session_key is None:
            return self.create()
        row = Session.objects.filter(pk=hash_of(self.session_key)).first()
        if row is None:
            raise UpdateError
        self._session_key, self.header, self.modified = (
            self._get_new_session_key(),
            open_header(bytes(row.key_hash), bytes(row.header)),
            True,
        )
        key_hash = hash_of(self.session_key)
        self._insert(key_hash, _seal_data(key_hash, self._get_session()), made_at=row.made_at)
        row.delete()

    def opened_instead(self) -> tuple[str, UUID] | None:
        """Where this key led when its code was used, and by which code; read anew."""
        moved = SessionStore(self.session_key).get(MOVED)
        return (moved["key"], UUID(moved["code"])) if moved else None

    def become(self, session_key: str) -> bool:
        """Go on as another session; False when that one is gone."""
        self._session_key, self.header = session_key, None
        self.__dict__.pop("_session_cache", None)
        found = self.line() is not None
        self.modified = found
        return found

    def delete(self, session_key: str | None = None) -> None:
        """Log out."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=hash_of(key)).delete()

    def line(self) -> HeaderLine | None:
        """The header line; without a cookie nothing is asked."""
        if self.session_key is not None:
            self._get_session()
        return self.header

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has outlived its time; one that only idled out still tells whose form it was."""
        now = clock.now()
        Session.objects.filter(account=None, seen_at__lt=now - settings.LIMITS.session_idle).delete()
        Session.objects.filter(made_at__lt=now - settings.LIMITS.session_life).delete()

    def _insert(self, key_hash: bytes, data: bytes, made_at: datetime | None = None) -> None:
        now, header = clock.now(), self.header
        row = Session(
            key_hash=key_hash,
            account=header.account if header else None,
            header=seal_header(key_hash, header) if header else b"",
            data=data,
            made_at=made_at or now,
            seen_at=now,
        )
        if not insert_if_free(row):
            raise CreateError


def hash_of(session_key: str | None) -> bytes:
    """What is kept of a cookie's key."""
    return hashlib.sha256((session_key or "").encode()).digest()


def _alive() -> QuerySet[Any]:
    """Unexpired ones of a key; every page of a signed-in person begins with this."""
    rows = Session.objects.filter(
        key_hash=Given("key_hash", BinaryField()),
        seen_at__gt=Given("seen_after", DateTimeField()),
        made_at__gt=Given("made_after", DateTimeField()),
    )
    rows = rows.annotate(unread=is_unread(OuterRef("account")))  # every page says it, none asks for it by itself
    return rows.values_list("header", "data", "seen_at", "unread")


ALIVE = Prepared(_alive)


def _find(key_hash: bytes) -> tuple[Any, ...] | None:
    now, limits = clock.now(), settings.LIMITS
    rows = ALIVE.rows(key_hash=key_hash, seen_after=now - limits.session_idle, made_after=now - limits.session_life)
    return rows[0] if rows else None


def _retire(key_hash: bytes, moved: dict[str, Any] | None) -> None:
    row = Session.objects.filter(pk=key_hash)
    row.update(account=None, header=b"", data=_seal_data(key_hash, {MOVED: moved})) if moved else row.delete()


def _seal_data(key_hash: bytes, data: dict[str, Any]) -> bytes:
    return _seal_text(key_hash, json.dumps(data))


def _seal_text(key_hash: bytes, said: str) -> bytes:
    return keyring().seal_value("session.data", key_hash, said)


def _note_use(key_hash: bytes, seen_at: datetime) -> None:
    now = clock.now()
    if now - seen_at >= SEEN_EVERY:
        Session.objects.filter(pk=key_hash, seen_at=seen_at).update(seen_at=now)
