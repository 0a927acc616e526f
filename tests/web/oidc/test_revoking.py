"""What ends somebody's tokens ends them at the next request (A29): suspended, out everywhere, another password, consent withdrawn."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from agencies import Agency, agreed, came_back, described, follow
from bawaba.identity.accounts.commands import freeze_account, move_account
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.clients.loading import load_party, move_party
from bawaba.identity.clients.models import Consent, Login
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Actor
from people import activated, at, confirmed, logged_in
from races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A29")]
NEW = "سحابة-بيضاء-2027"


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def account(world: Any, slug: str = "layla") -> Any:
    return live_account_of_number(world.cast[slug]["number"])


def suspend(world: Any, browser: Client) -> None:
    move_account(account=account(world), move="suspend", by=SYSTEM)


def pause(world: Any, browser: Client) -> None:
    move_account(account=account(world), move="pause", by=SYSTEM)


def sleep(world: Any, browser: Client) -> None:
    move_account(account=account(world), move="sleep", by=SYSTEM)


def close(world: Any, browser: Client) -> None:
    move_account(account=account(world), move="close", by=SYSTEM)


def out_everywhere(world: Any, browser: Client) -> None:
    assert browser.post("/settings/log-out-everywhere").status_code == 302


def out_here(world: Any, browser: Client) -> None:
    assert browser.post("/logout").status_code == 302


def another_password(world: Any, browser: Client) -> None:
    assert (
        browser.post("/settings/password", {"password": NEW, "again": NEW})["Location"] == "/settings?changed=password"
    )


def withdraw(world: Any, browser: Client) -> None:
    one = Consent.objects.get()
    assert browser.post(f"/agencies/{one.uuid}/revoke")["Location"] == "/agencies/?said=revoked"


def close_agency(world: Any, browser: Client) -> None:
    move_party(slug="municipality", move="close", reason="leak", by=Actor("operator"))


def freeze(world: Any, browser: Client) -> None:
    freeze_account(account=account(world), by=SYSTEM)


DEEDS = [suspend, pause, sleep, close, freeze, out_everywhere, out_here, another_password, withdraw, close_agency]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_access_and_refresh_tokens_and_a_waiting_code_are_dead_at_once(
    world: Any, layla: Client, deed: Callable[[Any, Client], None]
) -> None:
    agency = Agency()
    found = agency.tokens(layla, scope="openid profile offline_access")
    waiting = agency.code(layla)
    assert agency.read(found["access_token"]).status_code == 200
    deed(world, layla)
    assert agency.read(found["access_token"]).status_code == 401
    for answer in (agency.refresh(found["refresh_token"]), agency.redeem(waiting)):
        assert answer.status_code in {400, 401}
        assert answer.json()["error"] in {"invalid_grant", "invalid_client"}


@pytest.mark.parametrize("deed", [out_everywhere, out_here, another_password], ids=lambda deed: deed.__name__)
def test_and_after_logging_in_again_the_old_ones_stay_dead(
    world: Any, layla: Client, deed: Callable[[Any, Client], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = Agency()
    found = agency.tokens(layla, scope="openid offline_access")
    deed(world, layla)
    monkeypatch.setattr("people.PASSWORD", NEW if deed is another_password else "نخلة-طويلة-2026")
    again = at()
    world.wait(31)
    assert (
        again.post(
            "/login", {"name": "layla", "password": NEW if deed is another_password else "نخلة-طويلة-2026"}
        ).status_code
        == 302
    )
    world.deliver()
    again.post("/login/code", {"code": world.pocket.code(world.cast["layla"]["phone"])})
    fresh = agency.tokens(again)
    assert agency.read(fresh["access_token"]).status_code == 200
    assert agency.read(found["access_token"]).status_code == 401
    assert agency.refresh(found["refresh_token"]).status_code == 400


def test_a_suspension_that_was_lifted_brings_no_token_back(world: Any, layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla)
    suspend(world, layla)
    move_account(account=account(world), move="reinstate", by=SYSTEM)
    assert agency.read(found["access_token"]).status_code == 401


def test_one_session_that_ends_leaves_the_log_ins_of_another(world: Any, layla: Client) -> None:
    agency, other = Agency(), logged_in(world, "layla", at())
    mine, theirs = agency.tokens(layla), agency.tokens(other)
    sids = {agency.claims(one["id_token"])["sid"] for one in (mine, theirs)}
    assert len(sids) == 2
    out_here(world, layla)
    assert agency.read(mine["access_token"]).status_code == 401
    assert agency.read(theirs["access_token"]).status_code == 200


def test_proving_again_keeps_the_session_for_agencies(world: Any, layla: Client) -> None:
    agency = Agency()
    before = agency.claims(agency.tokens(layla)["id_token"])["sid"]
    confirmed(world, layla)
    found = agency.tokens(layla)
    assert agency.claims(found["id_token"])["sid"] == before
    out_here(world, layla)
    assert agency.read(found["access_token"]).status_code == 401


def test_a_withdrawn_consent_is_asked_for_anew_and_keeps_the_name(world: Any, layla: Client) -> None:
    agency = Agency()
    before = agency.claims(agency.tokens(layla, scope="openid phone")["id_token"])["sub"]
    withdraw(world, layla)
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "consent_required"
    page = follow(layla, agency.ask(layla))
    assert 'action="/oidc/continue"' in page.content.decode()
    assert agency.claims(agency.tokens(layla)["id_token"])["sub"] == before
    assert Consent.objects.get().scopes == ["openid"], "the phone is not allowed any more"


def test_a_second_click_on_withdraw_finds_it_done(world: Any, layla: Client) -> None:
    Agency().tokens(layla)
    withdraw(world, layla)
    withdraw(world, layla)
    assert Event.objects.filter(type="consent.revoke").count() == 1


def test_nobody_withdraws_or_sees_anothers_consent(world: Any, layla: Client) -> None:
    Agency().tokens(layla)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert "Municipality" not in sami.get("/agencies/").content.decode()
    assert "بلدية" not in sami.get("/agencies/").content.decode()
    assert sami.post(f"/agencies/{Consent.objects.get().uuid}/revoke").status_code == 404
    assert Consent.objects.get().state == "active"


def test_an_account_that_may_not_be_used_is_told_so_and_the_agency_too(world: Any, layla: Client) -> None:
    agency = Agency()
    sleep(world, layla)
    page = follow(layla, agency.ask(layla))
    assert page.status_code == 403
    assert "error=access_denied" in page.content.decode()
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "interaction_required"


def test_an_agency_that_needs_more_assurance_is_told_that_there_is_less(world: Any, layla: Client) -> None:
    agency = Agency(assurance=3)
    page = follow(layla, agency.ask(layla))
    assert page.status_code == 403
    assert "error=unmet_authentication_requirements" in page.content.decode()
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "unmet_authentication_requirements"
    assert not Login.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [out_here, out_everywhere, withdraw], ids=lambda deed: deed.__name__)
def test_no_log_in_slips_past_the_end_of_its_session(world: Any, deed: Any, trials: Any) -> None:
    activated(world, "layla")
    agency = Agency()
    for _ in range(trials(20)):
        browser, twin = logged_in(world, "layla", at()), at()
        agency.tokens(browser)
        twin.cookies = browser.cookies.copy()
        answer, _ = at_once([partial(agency.ask, twin), partial(deed, world, browser)])
        code = came_back(answer).get("code", "") if answer["Location"].startswith("https:") else ""
        found = agency.redeem(code) if code else None
        alive = (
            found is not None
            and found.status_code == 200
            and agency.read(found.json()["access_token"]).status_code == 200
        )
        trials.failed(int(alive))
        assert not alive
        world.wait(3 * 3600)  # ten codes a day to a phone


def test_whoever_does_not_agree_in_one_window_is_not_agreed_for_in_another(layla: Client) -> None:
    agency = Agency()
    agreed(layla, agency.ask(layla), "no")
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "consent_required"


def test_while_sensitive_services_wait_the_account_is_as_sure_as_a_registration(world: Any, layla: Client) -> None:
    agency, easy = Agency(), Agency("library", assurance=1)
    assert easy.claims(easy.tokens(layla)["id_token"])["acr"] == "urn:bawaba:assurance:2"
    freeze(world, layla)
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "unmet_authentication_requirements"
    found = easy.tokens(layla)
    assert easy.claims(found["id_token"])["acr"] == "urn:bawaba:assurance:1"
    assert easy.read(found["access_token"]).status_code == 200


def test_what_an_operator_takes_away_from_an_agency_is_not_told_from_then_on(world: Any, layla: Client) -> None:
    agency = Agency()
    token = agency.tokens(layla, scope="openid profile phone", claims='{"userinfo":{"email":null}}')["access_token"]
    assert {"name", "phone_number"} <= set(agency.read(token).json())
    load_party(described=described("municipality", scopes=["profile"]), by=Actor("operator"))
    assert set(agency.read(token).json()) == {"sub", "name", "name#ar", "name#en", "locale"}
