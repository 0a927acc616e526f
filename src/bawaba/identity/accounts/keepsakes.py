"""What a device may show without asking us: until when, and whether it still may. The device holds the only copy of a keepsake."""

import base64
import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from bawaba.core import clock
from bawaba.core.keyring import CannotOpen
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.models import Account
from bawaba.journal.keys import keyring

SEALED_AS = "wallet.keepsake"
LONGEST = 600


def new_keepsake(account: UUID) -> tuple[str, datetime]:
    """Whose and since when, sealed: it names nobody; and until when what comes with it may be shown."""
    now = clock.now()
    text = json.dumps({"account": str(account), "at": now.isoformat()})
    sealed = keyring().seal_value(SEALED_AS, b"", text)
    return base64.urlsafe_b64encode(sealed).decode(), now + settings.LIMITS.wallet_life


def may_keep(keepsake: str) -> bool:
    """False for what is too old, of an account that has logged out everywhere since or may not log in, and for nonsense."""
    found = _opened(keepsake)
    if found is None or clock.now() >= found[1] + settings.LIMITS.wallet_life:
        return False
    account, at = found
    stays = Q(forgotten_at=None) | Q(forgotten_at__lt=at)
    return Account.objects.filter(stays, uuid=account, state__in=SIGNS_IN).exists()


def _opened(keepsake: str) -> tuple[UUID, datetime] | None:
    try:
        sealed = base64.urlsafe_b64decode(keepsake[:LONGEST].encode())
        said = json.loads(keyring().open_value(SEALED_AS, b"", sealed))
        return UUID(said["account"]), datetime.fromisoformat(said["at"])
    except (ValueError, CannotOpen):
        return None
