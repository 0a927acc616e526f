"""Expired sessions are deleted; nothing else of an account ends by itself."""

from datetime import datetime, timedelta

from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.handlers import every


@every(timedelta(minutes=10), "accounts.sessions")
def clear_sessions(now: datetime) -> None:
    """Rows of sessions that idled out or reached their total life."""
    del now
    SessionStore.clear_expired()
