"""What the app's code is, when the gate takes it, and that the way by message pays nothing for it."""

from typing import Any
from uuid import UUID

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from bawaba.core.keyring import CannotOpen
from bawaba.identity.accounts.authenticator_app import _step_of, new_secret, opened_secret
from bawaba.identity.accounts.gate import COMPLETE, NotAllowed, Proofs, open_session
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.opening import rebind_account
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.codes.commands import CodeUsed
from bawaba.journal.ports import SYSTEM
from bawaba.journal.vault import Erased, destroy_key
from people import activated, logged_in
from phone_apps import App, made_codes, with_app
from races import at_once

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


def account_of(world: Any, slug: str = "omar") -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def opens(account: UUID, *ways: str, step: int | None = None) -> None:
    session = SessionStore()
    open_session(session=session, account=account, proofs=Proofs(ways, step=step), device="", kept={}, last_out=None)


@pytest.mark.parametrize(("second", "shown"), VECTORS)
def test_codes_are_those_of_the_rfc(second: int, shown: str) -> None:
    assert format_hotp_value(hotp_value(SECRET, second // 30)) == shown
    with time_machine.travel(second, tick=False):
        assert App(SECRET).shows() == shown
        assert _step_of(SECRET, shown, after=0) == second // 30
        assert _step_of(SECRET, shown, after=second // 30) is None, "used"


@pytest.mark.parametrize(("later", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_around_now_is_taken_by_the_portals_own_clock(later: int, taken: bool) -> None:
    with time_machine.travel(2_000_000_010, tick=False):
        assert (_step_of(SECRET, App(SECRET).shows(later), after=0) is not None) is taken


@pytest.mark.django_db
def test_a_secret_opens_for_its_own_account_and_goes_with_its_key(world: Any) -> None:
    activated(world, "omar")
    world.wait(31)
    activated(world, "sami")
    omar, sami = account_of(world), account_of(world, "sami")
    sealed, secret = new_secret(omar)
    assert opened_secret(omar, sealed) == secret
    assert len(secret) == 32, "160 bits"
    assert new_secret(omar)[1] != secret
    with pytest.raises(CannotOpen):
        opened_secret(sami, sealed)
    destroy_key(omar)
    with pytest.raises((Erased, CannotOpen)):
        opened_secret(omar, sealed)


@pytest.mark.promise("A32")
@pytest.mark.django_db
@pytest.mark.parametrize("ways", [["totp"], ["recovery"], ["totp", "recovery"], ["sms", "totp"], ["sms", "recovery"]])
def test_no_second_factor_opens_anything_without_the_password(world: Any, ways: list[str]) -> None:
    activated(world, "omar")
    with pytest.raises(NotAllowed):
        opens(account_of(world), *ways, step=10**9)
    assert not Session.objects.exclude(account=None).exists()
    assert {"password", "totp"} in COMPLETE
    assert {"password", "recovery"} in COMPLETE


@pytest.mark.promise("A32")
@pytest.mark.django_db
@pytest.mark.parametrize(("way", "step"), [("totp", None), ("totp", 10**9), ("recovery", None)])
def test_the_gate_takes_no_factor_that_the_account_does_not_have(world: Any, way: str, step: int | None) -> None:
    activated(world, "omar")
    with pytest.raises(CodeUsed):
        opens(account_of(world), "password", way, step=step)
    assert not Session.objects.exclude(account=None).exists()


@pytest.mark.django_db
def test_the_gate_takes_a_step_once_and_none_before_it(world: Any) -> None:
    activated(world, "omar")
    with_app(logged_in(world, "omar"))
    account = account_of(world)
    used = Account.objects.get(uuid=account).app_step or 0
    opens(account, "password", "totp", step=used + 2)
    for step in (used + 2, used + 1, used):
        with pytest.raises(CodeUsed):
            opens(account, "password", "totp", step=step)
    opens(account, "password", "totp", step=used + 3)


@pytest.mark.django_db(transaction=True)
def test_a_rebind_in_the_moment_of_a_log_in_by_app_leaves_no_session_and_no_app(world: Any, trials: Any) -> None:
    activated(world, "omar")
    account = account_of(world)
    for _ in range(trials(20)):
        world.wait(2.5 * 3600)
        Account.objects.filter(uuid=account).update(app_step=1)

        def rebind() -> None:
            with transaction.atomic():
                rebind_account(account=account, phone="+966500000009", assurance=2, attended=True, then=[], by=SYSTEM)

        out = Account.objects.get(uuid=account).forgotten_at

        def log_in(out: Any = out) -> None:
            open_session(
                session=SessionStore(),
                account=account,
                proofs=Proofs(["password", "totp"], step=2),
                device="",
                kept={},
                last_out=out,
            )

        rebound, entered = at_once([rebind, log_in])
        assert rebound is None
        assert entered is None or isinstance(entered, (NotAllowed, CodeUsed))
        assert not Session.objects.filter(account=account).exists()
        assert Account.objects.get(uuid=account).app_step is None


@pytest.mark.django_db
def test_a_closed_account_is_not_opened_by_paper(world: Any) -> None:
    activated(world, "omar")
    made_codes(logged_in(world, "omar"))
    Account.objects.filter(uuid=account_of(world)).update(state="suspended")
    with pytest.raises(NotAllowed):
        opens(account_of(world), "password", "recovery")
    assert Account.objects.get(uuid=account_of(world)).recovery_codes == 10
