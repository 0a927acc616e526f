"""What a device may show without asking us: until when, and whether it still may. The device holds the only copy of a keepsake."""

import base64
import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists

from bawaba.core import clock
from bawaba.core.keyring import CannotOpen
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.open_sessions import SessionOver, last_out_at
from bawaba.identity.accounts.sessions import hash_of
from bawaba.journal.keys import keyring

SEALED_AS = "wallet.keepsake"
LONGEST = 600


def good_until() -> datetime:
    """Of what a device would keep from now on."""
    return clock.now() + settings.LIMITS.wallet_life


def new_keepsake(account: UUID, *, session_key: str) -> tuple[str, datetime]:
    """Whose, since when, and when its owner was out everywhere last, sealed: it names nobody; and until when it is good.

    The session is asked for in the statement that reads the account: out everywhere ends both or comes after both. SessionOver.
    """
    now, session = clock.now(), Session.objects.filter(pk=hash_of(session_key), account=account)
    rows = Account.objects.filter(Exists(session), uuid=account).values_list("forgotten_at")[:1]
    if not rows:
        raise SessionOver(account)
    ((last_out,),) = rows
    said = {"account": str(account), "at": now.isoformat(), "out": last_out.isoformat() if last_out else None}
    sealed = keyring().seal_value(SEALED_AS, b"", json.dumps(said))
    return base64.urlsafe_b64encode(sealed).decode(), now + settings.LIMITS.wallet_life


def may_keep(keepsake: str) -> bool:
    """False for what is too old, of an account that has logged out everywhere since or may not log in, and for nonsense."""
    found = _opened(keepsake)
    if found is None or clock.now() >= found[1] + settings.LIMITS.wallet_life:
        return False
    account, _, last_out = found
    return Account.objects.filter(last_out_at(last_out), uuid=account, state__in=SIGNS_IN).exists()


def _opened(keepsake: str) -> tuple[UUID, datetime, datetime | None] | None:
    try:
        sealed = base64.urlsafe_b64decode(keepsake[:LONGEST].encode())
        said = json.loads(keyring().open_value(SEALED_AS, b"", sealed))
        last_out = datetime.fromisoformat(said["out"]) if said["out"] else None
        return UUID(said["account"]), datetime.fromisoformat(said["at"]), last_out
    except (ValueError, KeyError, CannotOpen):
        return None
