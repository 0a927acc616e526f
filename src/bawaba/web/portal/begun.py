"""A form sent after its session idled out is kept, and offered again to the same person after logging in."""

from typing import Any
from uuid import UUID

from django.conf import settings

from bawaba.identity.accounts.open_sessions import account_that_idled_out
from bawaba.web.portal.forms import SECRET

BEGUN = "begun"
MOST = 16_000
NEVER = ("csrfmiddlewaretoken", *SECRET)


def keep_begun(request: Any) -> None:
    """Only what an account's own session sent, never a password or a code, and nothing long."""
    account = account_that_idled_out(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    kept = [[name, value] for name, values in request.POST.lists() for value in values if not name.startswith(NEVER)]
    if account is None or sum(len(value) for _, value in kept) > MOST:
        return
    request.session[BEGUN] = {"account": str(account), "path": request.path, "fields": kept}


def begun_by(session: Any, account: UUID) -> dict[str, Any]:
    """What this account began, to be carried into its new session; nothing of anybody else."""
    begun = session.get(BEGUN)
    return {BEGUN: begun} if begun and begun["account"] == str(account) else {}
