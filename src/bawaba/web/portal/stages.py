"""allauth carries a log-in from stage to stage and remembers what was proven when; sessions come from our one gate."""

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

from bawaba.identity.accounts.gate import NotAllowed, open_session
from bawaba.identity.accounts.login import Proven, forget_tries, send_login_code, try_login_code, write_login_code
from bawaba.identity.accounts.passkeys import UsedKey, used_key_of
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.passkeys.ceremonies import NotProven
from bawaba.web.origin import device_of, opened_on
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.begun import BEGUN, begun_by
from bawaba.web.portal.proving import too_old


class Adapter(DefaultAccountAdapter):
    """What allauth asks of this installation. Its own pages hang nowhere, and nobody signs up through it."""

    def get_login_stages(self) -> list[str]:
        """In order; a further factor is a further stage behind the code."""
        return ["bawaba.web.portal.stages.SmsCode"]

    def login(self, request: Any, user: Any) -> None:
        """Every stage is done. What allauth recorded is what the gate judges; nothing else of before comes along."""
        proofs, account = get_authentication_records(request, user), user.account.uuid
        kept = {key: one for key, one in request.session.items() if key.startswith(AUTHENTICATION_METHODS_SESSION_KEY)}
        open_session(
            session=request.session,
            account=account,
            ways=[one["method"] for one in proofs],
            codes=[UUID(one["code"]) for one in proofs if "code" in one],
            keys=[used_key_of(one) for one in proofs if "challenge" in one],
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


class SmsCode(LoginStage):
    """A code to the account's phone."""

    key = "sms"
    urlname = "login_code"

    def handle(self) -> tuple[HttpResponse, bool]:
        """Write it, and wait for it on its page; inside the transaction of ``begin``."""
        try:
            write_login_code(account=self._account(), host=_host())
        except TooOften:
            pass  # the code that was sent before is still good; the page offers another later
        return HttpResponseRedirect("/login/code"), True

    def send(self) -> None:
        """TooOften."""
        send_login_code(account=self._account(), host=_host())

    def passed(self, text: str) -> bool:
        """Right and unused; the gate uses it up."""
        code = try_login_code(account=self._account(), text=text)
        if code is not None:
            record_authentication(self.request, self.login.user, "sms", code=str(code), reauthenticated=True)
        return code is not None

    def _account(self) -> UUID:
        found: UUID = self.login.user.account.uuid  # type: ignore[union-attr]  # ours always has one
        return found


def begin(request: Any, proven: Proven, target: str) -> HttpResponse:
    """The password was right: under a fresh key, on to the first stage. All that follows the hash is one transaction."""
    kept = begun_by(request.session, proven.account)
    with transaction.atomic():
        request.session.flush()  # sessions before tries, as a rebind takes them: no ring
        request.session.update(kept)
        forget_tries(proven)
        record_authentication(request, proven.user, "password")
        password = proven.user.get_session_auth_hash()
        login = Login(user=proven.user, redirect_url=target, state={"password": password})
        answer = perform_login(request, login)
        request.session.save()
    return answer


def _host() -> str:
    return urlsplit(settings.BAWABA.public_url).hostname or ""


def waiting_for_code(request: Any) -> SmsCode | None:
    """The log-in of this browser that waits for its code: for ten minutes, and while the password is the same."""
    stage = LoginStageController.enter(request, SmsCode.key)
    if stage is None or stage.login.user is None:
        return None
    same = stage.login.state["password"] == stage.login.user.get_session_auth_hash()
    return stage if same else None


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
        request, Login(user=user, redirect_url=target, state={"stages": {SmsCode.key: {"handled": True}}})
    )
