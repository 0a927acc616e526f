"""Server-side sessions read in one statement: data, account and the header line that every page shows."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.identity.accounts.models import Session
from bawaba.journal.keys import keyring

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class HeaderLine:
    """What every page shows of the signed-in person, kept with the session so that no page asks twice."""

    account: UUID
    person_key: str
    name_ar: str
    name_en: str
    population: str
    state: str
    assurance: int
    language: str
    digits: str
    calendar: str
    text_size: str


class SessionStore(SessionBase):
    """Idle and total life are judged on the server; the row is gone the moment it is revoked."""

    header: HeaderLine | None = None

    def load(self) -> dict[str, Any]:
        """One SELECT; an expired or revoked session is an empty new one."""
        row = _find(self.session_key)
        if row is None:
            self._session_key = None
            return {}
        self.header = _open_header(row)
        _note_use(row)
        opened: dict[str, Any] = json.loads(keyring().open_value("session.data", bytes(row.key_hash), bytes(row.data)))
        return opened

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(pk=_hash(session_key)).exists()

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
        """Insert or update by one statement; a revoked session is not brought back."""
        if self.session_key is None:
            return self.create()
        sealed = self._sealed(_hash(self.session_key))
        if must_create:
            return self._insert(sealed)
        if not Session.objects.filter(pk=_hash(self.session_key)).update(**sealed):
            raise UpdateError

    def flush(self) -> None:
        """Forget everything, the account with it."""
        super().flush()
        self.header = None

    def delete(self, session_key: str | None = None) -> None:
        """Log out."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=_hash(key)).delete()

    def line(self) -> HeaderLine | None:
        """The header line; without a cookie nothing is asked."""
        if self.session_key is not None:
            self._get_session()
        return self.header

    def bind(self, header: HeaderLine) -> None:
        """Tie the session to an account; the next save stores it."""
        self.header = header
        self["account"] = str(header.account)  # an empty session would have its cookie deleted

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has outlived its time; one that only idled out still tells whose form it was."""
        now = clock.now()
        Session.objects.filter(account=None, seen_at__lt=now - settings.LIMITS.session_idle).delete()
        Session.objects.filter(made_at__lt=now - settings.LIMITS.session_life).delete()

    def _insert(self, sealed: dict[str, Any]) -> None:
        now = clock.now()
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=_hash(self.session_key), made_at=now, seen_at=now, **sealed)
        except IntegrityError as taken:
            raise CreateError from taken

    def _sealed(self, key_hash: bytes) -> dict[str, Any]:
        data = json.dumps(self._get_session(no_load=self._session_key is None))
        header = json.dumps(asdict(self.header), default=str) if self.header else ""
        return {
            "account": self.header.account if self.header else None,
            "header": keyring().seal_value("session.header", key_hash, header) if header else b"",
            "data": keyring().seal_value("session.data", key_hash, data),
        }


def account_that_idled_out(session_key: str) -> UUID | None:
    """Whose session this was until it idled out; None for one that was revoked or never was."""
    row = Session.objects.filter(pk=_hash(session_key), made_at__gt=clock.now() - settings.LIMITS.session_life)
    return row.values_list("account", flat=True).first()


def _hash(session_key: str | None) -> bytes:
    return hashlib.sha256((session_key or "").encode()).digest()


def _find(session_key: str | None) -> Session | None:
    if not session_key:
        return None
    now, limits = clock.now(), settings.LIMITS
    alive = {"seen_at__gt": now - limits.session_idle, "made_at__gt": now - limits.session_life}
    return Session.objects.filter(pk=_hash(session_key), **alive).first()


def _open_header(row: Session) -> HeaderLine | None:
    if not row.header:
        return None
    values = json.loads(keyring().open_value("session.header", bytes(row.key_hash), bytes(row.header)))
    return HeaderLine(**{**values, "account": UUID(values["account"])})


def _note_use(row: Session) -> None:
    now: datetime = clock.now()
    if now - row.seen_at >= SEEN_EVERY:
        Session.objects.filter(pk=row.pk, seen_at=row.seen_at).update(seen_at=now)
