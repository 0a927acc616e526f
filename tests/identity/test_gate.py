"""A32 and A29: one gate issues sessions, and nothing that ends them comes late."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import Login
from allauth.account.utils import perform_login
from django.contrib.auth import login as django_login
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from bawaba.config.settings import INSTALLED_APPS
from bawaba.identity.accounts.commands import IllegalMove, end_sessions, move_account
from bawaba.identity.accounts.gate import COMPLETE, NotAllowed, Proofs, open_session
from bawaba.identity.accounts.models import Session, User
from bawaba.identity.accounts.opening import rebind_account
from bawaba.identity.accounts.passwords import change_password
from bawaba.identity.accounts.queries import live_account_of_number, user_behind
from bawaba.identity.accounts.sent_codes import try_sent_code
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.web.portal.reading import Reading
from bawaba.web.portal.stages import Adapter
from people import activated, at, give_details, logged_in
from races import at_once
from sources import callers


def views(patterns: Any) -> Iterator[Any]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.callback


def account_of(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def open_rows() -> int:
    return Session.objects.exclude(account=None).count()


@pytest.mark.promise("A32")
def test_only_the_gates_issue_sessions_and_only_their_doors_call_them() -> None:
    assert callers("renew") == {"identity/accounts/gate.py", "identity/staff/gate.py"}
    assert callers("open_desk", "open_with_first_key") == {"web/desk/entering.py"}, (
        "only the desk's door calls its gate"
    )
    assert callers("open_session") == {"web/portal/stages.py"}
    assert callers("perform_login", "resume_login") == {"web/portal/stages.py"}
    assert callers("become") == {"identity/accounts/gate.py"}, "the second click goes where the first one led"
    assert not callers("authenticate", "alogin", "aauthenticate"), "Django's own way in is not used"
    assert callers("login") == {"connectors/email/smtp.py"}, "at a mail relay"
    header = {"identity/accounts/header_line.py", "identity/accounts/sessions.py", "identity/accounts/open_sessions.py"}
    assert callers("seal_header") <= header


@pytest.mark.promise("A32")
def test_only_one_path_issues_tokens_to_agencies_and_it_begins_with_a_session_of_the_gate() -> None:
    """A session is held, the account judged, before a code; tokens come of a code or a token before them alone."""
    assert callers("hold_session") == {"identity/clients/commands.py"}
    assert callers("begin_login") == {"web/oidc/authorizing.py"}
    assert callers("redeem_code", "refresh") == {"web/oidc/tokens.py"}
    assert callers("Token") == {"identity/clients/commands.py"}
    assert callers("id_token", "logout_token") == {"web/oidc/tokens.py", "identity/clients/telling.py"}
    assert callers("login_behind") == {"web/oidc/userinfo.py"}, "tokens are read in one place"


@pytest.mark.promise("A32")
def test_no_page_of_allauth_hangs_anywhere() -> None:
    modules = {view.__module__ for view in views(get_resolver().url_patterns)}
    assert not [name for name in modules if name.startswith(("allauth", "django.contrib"))]
    assert "allauth.socialaccount" not in INSTALLED_APPS
    assert not Adapter().is_open_for_signup(None)


@pytest.mark.promise("A32")
@pytest.mark.django_db
@pytest.mark.parametrize("state", ["suspended", "locked", "closed"])
def test_every_way_in_is_closed_to_an_account_that_may_not(world: Any, state: str) -> None:
    """The code, a direct call of allauth, and Django's own login()."""
    activated(world, "omar")
    client = at()
    world.wait(31)
    assert give_details(client, "omar")
    world.deliver()
    user = user_behind(account_of(world, "omar"))
    user.account.state = state
    user.account.save()
    client.post("/login/code", {"code": world.pocket.code(world.cast["omar"]["phone"])})
    assert client.get("/home").status_code == 302
    for way_in in (django_login, Adapter().login, lambda request, who: perform_login(request, who)):
        request = asked()
        try:
            way_in(request, User.objects.get(pk=user.pk))
        except NotAllowed:
            continue
        request.session.save()
        assert SessionStore(request.session.session_key).line() is None
    assert open_rows() == 0


@pytest.mark.promise("A32")
@pytest.mark.django_db
def test_djangos_own_login_signs_nobody_in(world: Any) -> None:
    activated(world, "omar")
    client = Client()
    client.force_login(user_behind(account_of(world, "omar")), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/home").status_code == 302
    assert open_rows() == 0


@pytest.mark.promise("A32")
@pytest.mark.django_db
@pytest.mark.parametrize("ways", [[], ["password"], ["sms"], ["password", "password"], ["mfa"]])
def test_less_than_a_complete_proof_opens_nothing(world: Any, ways: list[str]) -> None:
    activated(world, "omar")
    with pytest.raises(NotAllowed):
        proven(account_of(world, "omar"), ways=ways)
    assert open_rows() == 0
    assert all(len(complete) > 1 or complete in ({"opening-code"}, {"passkey"}) for complete in COMPLETE)


def proven(account: Any, ways: Any = ("password", "sms"), last_out: Any = None) -> None:
    """Everything was proven, and the account was out everywhere last at ``last_out``."""
    session = SessionStore()
    open_session(session=session, account=account, proofs=Proofs(ways), device="", kept={}, last_out=last_out)


class Second:
    """A further factor, as an agency may ask of its officers."""

    key = "second"

    def __new__(cls, controller: Any, request: Any, login: Login) -> Any:
        def handle() -> tuple[HttpResponse, bool]:
            return HttpResponse("the second factor"), True

        return SimpleNamespace(key=cls.key, handle=handle)


@pytest.mark.django_db
def test_a_further_stage_stands_between_the_code_and_the_session(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    activated(world, "omar")
    stages = [*Adapter().get_login_stages(), f"{__name__}.Second"]
    monkeypatch.setattr(Adapter, "get_login_stages", lambda self: stages)
    monkeypatch.setattr(
        "allauth.account.stages.import_callable", lambda path: Second if path == stages[1] else real(path)
    )
    client = at()
    world.wait(31)
    give_details(client, "omar")
    world.deliver()
    answer = client.post("/login/code", {"code": world.pocket.code(world.cast["omar"]["phone"])})
    assert answer.content == b"the second factor"
    assert open_rows() == 0
    assert client.get("/home").status_code == 302


def real(path: str) -> Any:
    from importlib import import_module

    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def asked() -> Any:
    """A request as the middlewares hand it to a view."""
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    Reading(lambda _: HttpResponse())(request)
    return request


@pytest.mark.promise("A29")
@pytest.mark.django_db
@pytest.mark.parametrize("move", ["suspend", "lock", "close"])
def test_a_parallel_browser_is_out_at_its_next_request(world: Any, move: str) -> None:
    activated(world, "omar")
    polling, other = logged_in(world, "omar"), logged_in(world, "omar", at())
    assert [one.get("/home").status_code for one in (polling, other)] == [200, 200]
    move_account(account=account_of(world, "omar"), move=move, by=SYSTEM)
    assert [one.get("/home").status_code for one in (polling, other)] == [302, 302]


@pytest.mark.promise("A29")
@pytest.mark.django_db(transaction=True)
def test_a_suspension_in_the_moment_of_a_sign_in_leaves_no_session(world: Any, trials: Any) -> None:
    activated(world, "omar")
    account = account_of(world, "omar")
    for _ in range(trials(30)):
        barrier, outcomes = threading.Barrier(2), []

        def sign_in(barrier: Any = barrier, outcomes: Any = outcomes) -> None:
            barrier.wait()
            try:
                proven(account)
                outcomes.append("in")
            except NotAllowed:
                outcomes.append("refused")
            finally:
                connection.close()

        def suspend(barrier: Any = barrier) -> None:
            barrier.wait()
            try:
                move_account(account=account, move="suspend", by=SYSTEM)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for work in (sign_in, suspend)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert outcomes in (["in"], ["refused"])
        assert open_rows() == 0
        move_account(account=account, move="reinstate", by=SYSTEM)


def new_password(account: Any) -> None:
    change_password(account=account, password="نخلة أخرى قرب البئر القديمة", session_key=None, by=SYSTEM)


@pytest.mark.promise("A29")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", [new_password, lambda account: end_sessions(account=account, by=SYSTEM)])
def test_what_was_proven_before_the_account_was_out_everywhere_opens_nothing_after_it(
    world: Any, trials: Any, ends: Any
) -> None:
    """Whichever comes first: the session ends with all others, or is not made at all."""
    activated(world, "omar")
    account = account_of(world, "omar")
    for _ in range(trials(30)):
        seen = user_behind(account)
        signed_in, ended = at_once(
            [lambda seen=seen: proven(account, last_out=seen.account.forgotten_at), lambda: ends(account)]
        )
        assert signed_in is None or isinstance(signed_in, NotAllowed)
        assert ended is None
        assert open_rows() == 0


@pytest.mark.promise("A29")
@pytest.mark.django_db
def test_a_password_that_changes_while_the_code_is_read_opens_nothing(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    activated(world, "omar")
    client = at()
    world.wait(31)
    give_details(client, "omar")
    world.deliver()

    def slowly(**asked: Any) -> Any:
        found = try_sent_code(**asked)
        new_password(account_of(world, "omar"))
        return found

    monkeypatch.setattr("bawaba.web.portal.ways.try_sent_code", slowly)
    client.post("/login/code", {"code": world.pocket.code(world.cast["omar"]["phone"])})
    assert client.get("/home").status_code == 302
    assert open_rows() == 0


@pytest.mark.django_db(transaction=True)
def test_a_new_password_and_a_rebind_in_the_same_moment_wait_for_each_other(world: Any, trials: Any) -> None:
    """Both write the account and its user, in one order; in the other they would end in a deadlock."""
    activated(world, "omar")
    account = account_of(world, "omar")

    def rebind() -> None:
        with transaction.atomic():
            rebind_account(account=account, phone="+966500000009", assurance=2, attended=True, then=[], by=SYSTEM)

    for _ in range(trials(50)):
        assert at_once([rebind, lambda: new_password(account)]) == [None, None]


@pytest.mark.promise("A29")
@pytest.mark.django_db(transaction=True)
def test_a_request_in_flight_does_not_bring_the_old_state_back(world: Any) -> None:
    """It read the session before the account fell asleep, and saves it after."""
    activated(world, "khalid")
    client = logged_in(world, "khalid")
    slow = SessionStore(client.cookies["session"].value)
    slow["anything"] = 1
    move_account(account=account_of(world, "khalid"), move="sleep", by=SYSTEM)
    slow.save()
    shown = SessionStore(client.cookies["session"].value).line()
    assert shown is not None
    assert shown.state == "asleep"


@pytest.mark.django_db
def test_a_move_that_the_table_does_not_have_is_refused(world: Any) -> None:
    activated(world, "omar")
    with pytest.raises(IllegalMove):
        move_account(account=account_of(world, "omar"), move="wake", by=SYSTEM)
    assert not Event.objects.filter(type="account.wake").exists()
