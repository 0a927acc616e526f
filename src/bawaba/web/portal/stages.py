"""allauth carries a log-in from stage to stage and remembers what was proven when; sessions come from our one gate."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from bawaba.identity.accounts.authenticator_app import APP, try_app_code
from bawaba.identity.accounts.gate import NotAllowed, Proofs, open_session
from bawaba.identity.accounts.login import Proven, forget_tries, send_login_code, try_login_code, write_login_code
from bawaba.identity.accounts.passkeys import UsedKey, used_key_of
from bawaba.identity.accounts.recovery_codes import RECOVERY, try_recovery_code
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.stage_tries import reopen_ways
from bawaba.identity.passkeys.ceremonies import NotProven
from bawaba.web.origin import device_of, opened_on
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.begun import BEGUN, begun_by
from bawaba.web.portal.proving import too_old

Proof = dict[str, str | int]


class Adapter(DefaultAccountAdapter):
    """What allauth asks of this installation. Its own pages hang nowhere, and nobody signs up through it."""

    def get_login_stages(self) -> list[str]:
        """In order; a further factor is a further stage behind the second step."""
        return ["bawaba.web.portal.stages.SecondStep"]

    def login(self, request: Any, user: Any) -> None:
        """Every stage is done. What allauth recorded is what the gate judges; nothing else of before comes along."""
        proofs, account = get_authentication_records(request, user), user.account.uuid
        kept = {key: one for key, one in request.session.items() if key.startswith(AUTHENTICATION_METHODS_SESSION_KEY)}
        open_session(
            session=request.session,
            account=account,
            proofs=_proofs(proofs),
            device=device_of(request),
            kept=kept | begun_by(request.session, account) | opened_on(request).kept(),
            last_out=user.account.forgotten_at,  # read in one statement with the password that was compared
        )
        request.user, request.header = user, request.session.header

    def post_login(self, request: Any, user: Any, *, redirect_url: str | None, **more: Any) -> HttpResponse:
        """To the form that was kept, or where the person wanted to go."""
        return HttpResponseRedirect("/continue" if BEGUN in request.session else safe_next(redirect_url or ""))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whether the last full proof of this session is too old; read from allauth's record alone."""
        return too_old(get_authentication_records(self.request, self.request.user))

    def is_open_for_signup(self, request: Any) -> bool:
        """Accounts come from presence."""
        return False


class SecondStep(LoginStage):
    """One of the ways that the account has: its app, a code to its phone, a recovery code."""

    key = "second-step"
    urlname = "login_code"

    def handle(self) -> tuple[HttpResponse, bool]:
        """Where there is an app it is asked first, and no message is sent; else a code is, inside the transaction of ``begin``."""
        if not self.has_app():
            self._write()
        return HttpResponseRedirect("/login/code"), True

    def has_app(self) -> bool:
        """Whether the account has an authenticator app."""
        return self._account().app_step is not None

    def ways(self) -> list[str]:
        """Those of this account, the first one first; no message to a phone that was lost (R11), where another way is left."""
        row = self._account()
        app, paper = ["totp"] if self.has_app() else [], ["recovery"] if row.recovery_codes else []
        return [*app, *([] if row.phone_lost and (app or paper) else ["sms"]), *paper]

    def take_sms(self) -> None:
        """The code by message instead."""
        with transaction.atomic():
            self._write()

    def send(self) -> None:
        """TooOften."""
        send_login_code(account=self._account().uuid, host=_host())

    def passed(self, way: str, text: str) -> bool:
        """Right and unused; the gate uses it up."""
        proof = {"totp": self._by_app, "sms": self._by_sms, "recovery": self._by_recovery}[way](text)
        if proof:
            record_authentication(self.request, self.login.user, way, **proof, reauthenticated=True)
            self._reopen()
        return bool(proof)

    def _by_sms(self, text: str) -> Proof:
        code = try_login_code(account=self._account().uuid, text=text)
        return {"code": str(code)} if code else {}

    def _by_app(self, text: str) -> Proof:
        shown = try_app_code(account=self._account().uuid, text=text, **self._place())
        return {"code": str(shown.code), "step": shown.step} if shown else {}

    def _by_recovery(self, text: str) -> Proof:
        code = try_recovery_code(account=self._account().uuid, text=text, **self._place())
        return {"code": str(code)} if code else {}

    def _reopen(self) -> None:
        """Ways that strangers had closed are open again to whoever came in by another; nothing is asked where there is one alone."""
        if len(self.ways()) > 1:
            reopen_ways(APP, RECOVERY, subject=self._account().uuid)

    def _write(self) -> None:
        try:
            write_login_code(account=self._account().uuid, host=_host())
        except TooOften:
            pass  # the code that was sent before is still good; the page offers another later

    def _account(self) -> Any:
        return self.login.user.account  # ours always has one

    def _place(self) -> dict[str, str]:
        """Under what tries are counted: this waiting log-in, whose session has its key until it is over, and the device."""
        return {"stage": str(self.request.session.session_key), "device": device_of(self.request)}


def _proofs(recorded: Sequence[Mapping[str, Any]]) -> Proofs:
    """Of allauth's records."""
    return Proofs(
        ways=[one["method"] for one in recorded],
        codes=[UUID(one["code"]) for one in recorded if "code" in one],
        keys=[used_key_of(one) for one in recorded if "challenge" in one],
        step=next((one["step"] for one in reversed(recorded) if "step" in one), None),
    )


def begin(request: Any, proven: Proven, target: str) -> HttpResponse:
    """The password was right: under a fresh key, on to the first stage. All that follows the hash is one transaction."""
    kept = begun_by(request.session, proven.account)
    with transaction.atomic():
        request.session.flush()  # sessions before tries, as a rebind takes them: no ring
        request.session.update(kept)
        forget_tries(proven)
        record_authentication(request, proven.user, "password")
        login = Login(user=proven.user, redirect_url=target, state=_standing(proven.user))
        answer = perform_login(request, login)
        request.session.save()
    return answer


def _host() -> str:
    return urlsplit(settings.BAWABA.public_url).hostname or ""


def waiting_for_code(request: Any) -> SecondStep | None:
    """The log-in of this browser that waits for its code: for ten minutes, and while the account stands as it did."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or stage.login.user is None:
        return None
    now = _standing(stage.login.user)
    return stage if all(stage.login.state.get(name) == value for name, value in now.items()) else None


def _standing(user: Any) -> dict[str, str]:
    """What ends a log-in that waits when it changes: another password, or the account was out everywhere (another phone, a pause)."""
    out = user.account.forgotten_at
    return {"password": user.get_session_auth_hash(), "out": out.isoformat() if out else ""}


def sign_in(request: Any, user: Any, way: str, target: str) -> HttpResponse:
    """Another complete way in, without stages."""
    record_authentication(request, user, way, reauthenticated=True)
    return _without_stages(request, user, target)


def sign_in_by_passkey(request: Any, user: Any, used: UsedKey, target: str) -> HttpResponse:
    """The passkey that answered is the whole log-in; the gate uses its answer up. NotProven, NotAllowed."""
    request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
    record_authentication(request, user, "passkey", reauthenticated=True, **used.kept())
    try:
        return _without_stages(request, user, target)
    except (NotProven, NotAllowed):
        request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)  # what opened nothing has proven nothing
        raise


def _without_stages(request: Any, user: Any, target: str) -> HttpResponse:
    return perform_login(
        request, Login(user=user, redirect_url=target, state={"stages": {SecondStep.key: {"handled": True}}})
    )
