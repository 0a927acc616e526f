"""What an account has beside its password: an app, its phone, codes on paper. Logging in and proving again ask for the same."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from bawaba.identity.accounts.authenticator_app import APP, try_app_code
from bawaba.identity.accounts.recovery_codes import RECOVERY, try_recovery_code
from bawaba.identity.accounts.sent_codes import Use, is_code_open, try_sent_code, write_code
from bawaba.identity.codes.stage_tries import reopen_ways

Proof = dict[str, str | int]


@dataclass(frozen=True)
class Ways:
    """Of one account, for one thing that waits: ``place`` is what a message is bound to, ``stage`` under what other tries count."""

    account: Any
    use: Use
    place: UUID
    stage: str
    device: str

    def has_app(self) -> bool:
        """Whether the account has an authenticator app."""
        return self.account.app_step is not None

    def names(self) -> list[str]:
        """Those of this account, the first one first; no message to a phone that was lost (R11), where another way is left."""
        app, paper = ["totp"] if self.has_app() else [], ["recovery"] if self.account.recovery_codes else []
        return [*app, *([] if self.account.phone_lost and (app or paper) else ["sms"]), *paper]

    def proof_by(self, way: str, text: str) -> Proof:
        """Right and unused: what the gate uses up. Empty when it is not."""
        proof = {"totp": self._by_app, "sms": self._by_sms, "recovery": self._by_recovery}[way](text)
        if proof and len(self.names()) > 1:  # ways that strangers had closed are open again to whoever proved another
            reopen_ways(APP, RECOVERY, subject=self.account.uuid)
        return proof

    def write(self) -> str:
        """A code by message, in the caller's transaction; the message's handle. TooOften."""
        host = urlsplit(settings.BAWABA.public_url).hostname or ""
        return write_code(use=self.use, account=self.account.uuid, place=self.place, host=host)

    def is_sent(self) -> bool:
        """Whether a message that was sent for this can still be answered here."""
        return is_code_open(use=self.use, account=self.account.uuid, place=self.place)

    def _by_sms(self, text: str) -> Proof:
        code = try_sent_code(use=self.use, account=self.account.uuid, place=self.place, text=text)
        return {"code": str(code)} if code else {}

    def _by_app(self, text: str) -> Proof:
        shown = try_app_code(account=self.account.uuid, text=text, stage=self.stage, device=self.device)
        return {"code": str(shown.code), "step": shown.step} if shown else {}

    def _by_recovery(self, text: str) -> Proof:
        code = try_recovery_code(account=self.account.uuid, text=text, stage=self.stage, device=self.device)
        return {"code": str(code)} if code else {}
