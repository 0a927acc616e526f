"""An app that shows codes (TOTP, RFC 6238): set up by a right code of it, used at the log-in, removed.

The arithmetic is allauth's. The secret lies in allauth's row, sealed under the account's own key. A code is good once: the
account keeps the last step that was used, and one UPDATE moves it on.
"""

import base64
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.secrets import same_code
from bawaba.identity.accounts.devices import knows_device
from bawaba.identity.accounts.factors import drop_app, keep_app, sealed_secret_of
from bawaba.identity.accounts.models import Account, User
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import CodeUsed, issue_code
from bawaba.identity.codes.stage_tries import count_try, forget_tries_of
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening
from bawaba.journal.vault import seal, unseal

APP = "app"
CELL = "authenticator.secret"
TOLERANCE = 1  # steps that a phone's clock may be off
CHANGES = ((10, 86400),)


class WrongCode(Exception):
    """Not a code that the app shows now, or one that was used."""


@dataclass(frozen=True)
class ShownByApp:
    """A right code: its step, which the gate moves on, and by what a second click with it is known again."""

    code: UUID
    step: int


def new_secret(account: UUID) -> tuple[str, str]:
    """A secret for an app that is being set up, sealed and as the app wants it; nothing is kept of it yet."""
    secret = generate_totp_secret()
    return base64.b64encode(seal(account, CELL, account, secret)).decode(), secret


def opened_secret(account: UUID, sealed: str) -> str:
    """As the app wants it (base32)."""
    return unseal(account, CELL, account, base64.b64decode(sealed))


def address_for_app(user: User, secret: str) -> str:
    """What the QR code says: an otpauth address with issuer and user name."""
    return str(get_adapter().build_totp_url(user, secret))


def set_up_app(*, account: UUID, sealed: str, text: str, session_key: str | None, by: Actor) -> bool:
    """The app counts once a right code of it was typed; the code is used up by that. SessionOver, TooOften, WrongCode.

    One UPDATE where there is no app: of two at once one wins. True as well when this very app counts already (a second
    click); False when another one does.
    """
    step = _step_of(opened_secret(account, sealed), text, after=0)
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if sealed_secret_of(account) == sealed:
            return True
        if step is None:
            raise WrongCode
        if not Account.objects.filter(uuid=account, app_step__isnull=True).update(app_step=step):
            return False
        spend(budget="change.app", key=str(account), windows=CHANGES)
        keep_app(user=Account.objects.values_list("user_id", flat=True).get(uuid=account), sealed=sealed)
        record(
            Happening("account.add_app", account, by), then=warn_every_address(account=account, template="app-added")
        )
    return True


def remove_app(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """Codes go by SMS again. A second click finds it done. SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if end_app(account):
            told = warn_every_address(account=account, template="app-removed")
            record(Happening("account.remove_app", account, by), then=told)


def end_app(account: UUID) -> bool:
    """In the caller's transaction; whether there was one."""
    had = Account.objects.filter(uuid=account, app_step__isnull=False).update(app_step=None)
    if had:
        drop_app(account)
    return bool(had)


def try_app_code(*, account: UUID, text: str, stage: str, device: str) -> ShownByApp | None:
    """Count the try, then compare; ``stage`` names the log-in that waits. The gate uses the step up."""
    if not count_try(purpose=APP, subject=account, stage=stage, known=knows_device(account, device)):
        return None
    used = Account.objects.filter(uuid=account).values_list("app_step", flat=True).first()
    sealed = sealed_secret_of(account)
    step = _step_of(opened_secret(account, sealed), text, after=used) if sealed and used is not None else None
    if step is None:
        return None
    forget_tries_of(purpose=APP, subject=account, stage=stage)
    code = issue_code(purpose=APP, subject=account, text=text, life=settings.LIMITS.phone_code_life, by=SYSTEM)
    return ShownByApp(code, step)


def use_step(*, account: UUID, step: int | None) -> None:
    """In the gate's transaction: this step and all before it are over. CodeUsed when somebody was faster, or the app is gone."""
    if step is None or not Account.objects.filter(uuid=account, app_step__lt=step).update(app_step=step):
        raise CodeUsed(account)


def _step_of(secret: str, text: str, *, after: int) -> int | None:
    """The step around now whose code this is, later than ``after``; every one is compared, whichever is right."""
    now = int(clock.now().timestamp()) // app_settings.TOTP_PERIOD
    steps = range(now - TOLERANCE, now + TOLERANCE + 1)
    right = [one for one in steps if same_code(format_hotp_value(hotp_value(secret, one)).encode(), text.encode())]
    return next((one for one in right if one > after), None)
