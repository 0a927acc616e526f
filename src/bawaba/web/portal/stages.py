"""allauth carries a log-in from stage to stage and remembers what was proven when; sessions come from our one gate."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from bawaba.identity.accounts.gate import NotAllowed, Proofs, open_session
from bawaba.identity.accounts.login import Proven, forget_tries
from bawaba.identity.accounts.passkeys import UsedKey, used_key_of
from bawaba.identity.accounts.sent_codes import TO_LOG_IN, place_for
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.passkeys.ceremonies import NotProven
from bawaba.web.origin import device_of, opened_on
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.begun import BEGUN, begun_by
from bawaba.web.portal.proving import too_old
from bawaba.web.portal.ways import Ways

PLACE = "place"
WAITING = (AUTHENTICATION_METHODS_SESSION_KEY, LOGIN_SESSION_KEY)  # what allauth keeps of a log-in under way


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
        self.login.state.setdefault(PLACE, new_place(self._account().uuid))
        if not self.found().has_app():
            self._write()
        return HttpResponseRedirect("/login/code"), True

    def found(self) -> Ways:
        """Those of the account, for this log-in: its session has its key until it is over."""
        place, stage = UUID(self.login.state[PLACE]), str(self.request.session.session_key)
        return Ways(self._account(), TO_LOG_IN, place, stage, device_of(self.request))

    def ways(self) -> list[str]:
        """Those of this account, the first one first."""
        return self.found().names()

    def take_sms(self) -> None:
        """The code by message instead."""
        with transaction.atomic():
            self._write()

    def send(self) -> None:
        """TooOften."""
        with transaction.atomic():
            self.found().write()

    def passed(self, way: str, text: str) -> bool:
        """Right and unused; the gate uses it up."""
        proof = self.found().proof_by(way, text)
        if proof:
            record_authentication(self.request, self.login.user, way, **proof, reauthenticated=True)
        return bool(proof)

    def _write(self) -> None:
        try:
            self.found().write()
        except TooOften:
            pass  # the code that was sent here before is still good; where there is none the page says so, and offers another

    def _account(self) -> Any:
        return self.login.user.account  # ours always has one


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
    kept, place = begun_by(request.session, proven.account), _place(request, proven)
    with transaction.atomic():
        request.session.flush()  # sessions before tries, as a rebind takes them: no ring
        request.session.update(kept)
        forget_tries(proven)
        record_authentication(request, proven.user, "password")
        login = Login(user=proven.user, redirect_url=target, state=_standing(proven.user) | {PLACE: place})
        answer = perform_login(request, login)
        request.session.save()
    return answer


def _place(request: Any, proven: Proven) -> str:
    """What a code by message is bound to: this browser's log-in to this account, one for all its tabs and clicks.

    A log-in that waits here hands its own on; else it is of the browser's cookie, or new where it has none yet.
    """
    waiting = request.session.get(LOGIN_SESSION_KEY) or {}
    if waiting.get("user_pk") == user_pk_to_url_str(proven.user) and PLACE in waiting.get("state", {}):
        return str(waiting["state"][PLACE])
    return new_place(proven.account, device_of(request))


def new_place(account: UUID, device: str = "") -> str:
    """Of a browser that has a cookie always the same one."""
    return str(place_for(account, device or secrets.token_urlsafe(16)))


def waiting_for_code(request: Any) -> SecondStep | None:
    """The log-in of this browser that waits for its code: for ten minutes, and while the account stands as it did."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or stage.login.user is None or PLACE not in stage.login.state:
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
    """The passkey that answered is the whole log-in; the gate uses its answer up. NotProven, NotAllowed.

    What opened nothing has proven nothing, and takes nothing from a log-in of another tab that waits for its second step.
    """
    before = {name: request.session[name] for name in WAITING if name in request.session}
    request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
    record_authentication(request, user, "passkey", reauthenticated=True, **used.kept())
    try:
        return _without_stages(request, user, target)
    except (NotProven, NotAllowed):
        request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
        request.session.update(before)
        raise


def _without_stages(request: Any, user: Any, target: str) -> HttpResponse:
    return perform_login(
        request, Login(user=user, redirect_url=target, state={"stages": {SecondStep.key: {"handled": True}}})
    )
