"""A form sent after its session idled out is kept, and offered again to the same person after logging in."""

from typing import Any
from uuid import UUID

from django.conf import settings

from bawaba.identity.accounts.sessions import account_that_idled_out

BEGUN = "begun"
MOST = 16_000
NEVER = ("csrfmiddlewaretoken", "password", "code")


def keep_begun(request: Any) -> None:
    """Only what an account's own session sent, never a password or a code, and nothing long."""
    account = account_that_idled_out(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    kept = [[name, value] for name, values in request.POST.lists() for value in values if not name.startswith(NEVER)]
    if account is None or sum(len(value) for _, value in kept) > MOST:
        return
    request.session[BEGUN] = {"account": str(account), "path": request.path, "fields": kept}


def carry_begun(session: Any, begun: dict[str, Any] | None, account: UUID) -> bool:
    """Into the new session, when the one who logs in is the one who began."""
    mine = begun is not None and begun["account"] == str(account)
    if mine:
        session[BEGUN] = begun
    return mine
