"""Logging out: agencies are told by a worker, never inside a transaction; an agency may ask, and only the person's button does it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest
from django.db import connection
from django.test import Client

from agencies import Agency, published_keys, verified
from bawaba.connectors.logout.http import HttpLogout
from bawaba.identity.clients import telling
from bawaba.identity.clients.models import Consent, Login
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import Refused, Unavailable
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class Bell:
    """What agencies hear; ``answers`` come first."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.answers: list[Exception] = []
        self.in_transaction = False

    def tell(self, *, address: str, token: str) -> None:
        self.in_transaction |= connection.in_atomic_block and len(connection.savepoint_ids) > 0
        self.heard.append((address, token))
        if self.answers:
            raise self.answers.pop(0)


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    found = Bell()
    monkeypatch.setattr(telling, "receiver", lambda: found)
    return found


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def test_every_agency_of_the_session_is_told_once_and_no_other(world: Any, layla: Client, bell: Bell) -> None:
    agencies = [Agency(), Agency("water"), Agency("silent", logout_notice_uri="")]
    tokens = [one.tokens(layla) for one in agencies]
    agencies[0].tokens(layla)
    Agency("never")
    layla.post("/logout")
    world.deliver()
    assert sorted(address for address, _ in bell.heard) == [
        "https://municipality.example/gone",
        "https://water.example/gone",
    ]
    for agency, found in zip(agencies[:2], tokens, strict=False):
        token = next(token for address, token in bell.heard if agency.slug in address)
        claims, said = verified(token, agency.slug, "logout+jwt"), agency.claims(found["id_token"])
        assert (claims["sub"], claims["sid"]) == (said["sub"], said["sid"])
        assert claims["events"] == {LOGOUT: {}}
        assert claims["exp"] - claims["iat"] == 120
        assert claims["jti"]
        assert "nonce" not in claims
    assert not bell.in_transaction


def test_a_logout_token_is_no_hint_and_no_access_token(world: Any, layla: Client, bell: Bell) -> None:
    agency = Agency()
    agency.tokens(layla)
    layla.post("/logout")
    world.deliver()
    token = bell.heard[0][1]
    assert agency.read(token).status_code == 401
    assert at().get("/oidc/logout", {"id_token_hint": token}).status_code == 400


@pytest.mark.parametrize("deed", ["everywhere", "password", "suspended", "revoked"])
def test_whatever_ends_the_log_ins_rings_as_well(world: Any, layla: Client, bell: Bell, deed: str) -> None:
    agency = Agency()
    agency.tokens(layla)
    if deed == "everywhere":
        layla.post("/settings/log-out-everywhere")
    elif deed == "password":
        layla.post("/settings/password", {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"})
    elif deed == "suspended":
        layla.post("/settings/password", {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"})
        world.deliver()
        link = re.search(r"http://testserver(/not-you/\S+)", world.pocket.last(world.cast["layla"]["phone"]))
        assert link
        Client().post(link[1])
    else:
        layla.post(f"/agencies/{Consent.objects.get().uuid}/revoke")
    world.deliver()
    assert len(bell.heard) == 1
    assert set(Login.objects.values_list("state", flat=True)) == {"ended"}
    assert Event.objects.filter(type="login_elsewhere.end").count() == 1


def test_log_ins_of_after_the_new_password_are_not_ended_by_a_late_worker(
    world: Any, layla: Client, bell: Bell
) -> None:
    agency = Agency()
    agency.tokens(layla)
    layla.post("/settings/password", {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"})
    fresh = agency.tokens(layla)
    world.deliver()
    assert agency.read(fresh["access_token"]).status_code == 200
    assert sorted(Login.objects.values_list("state", flat=True)) == ["ended", "open"]


def test_an_agency_that_does_not_answer_is_told_again_under_the_same_name(
    world: Any, layla: Client, bell: Bell
) -> None:
    agency = Agency()
    agency.tokens(layla)
    bell.answers = [Unavailable("down"), Unavailable("down")]
    layla.post("/logout")
    world.deliver()
    for _ in range(3):
        world.wait(60)
        world.deliver()
    names = {verified(token, agency.slug, "logout+jwt")["jti"] for _, token in bell.heard}
    assert (len(bell.heard), len(names)) == (3, 1)


def test_an_agency_that_refuses_is_not_told_again(world: Any, layla: Client, bell: Bell) -> None:
    Agency().tokens(layla)
    bell.answers = [Refused("400")]
    layla.post("/logout")
    for _ in range(3):
        world.deliver()
        world.wait(600)
    assert len(bell.heard) == 1


def test_a_task_carries_an_id_and_nothing_else(layla: Client) -> None:
    Agency().tokens(layla)
    layla.post("/logout")
    row = Outbox.objects.get(kind="clients.tell_logout")
    assert row.payload == {"login": str(Login.objects.get().uuid)}


# The connector


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (200, None),
        (204, None),
        (400, Refused),
        (404, Refused),
        (302, Unavailable),
        (500, Unavailable),
        (429, Unavailable),
    ],
)
def test_an_answer_is_told_refused_or_for_later(status: int, error: type[Exception] | None) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, headers={"Location": "http://169.254.169.254/"})

    connector = HttpLogout(httpx.MockTransport(answer))
    if error is None:
        connector.tell(address="https://a.example/gone", token="t.t.t")
    else:
        with pytest.raises(error):
            connector.tell(address="https://a.example/gone", token="t.t.t")
    assert len(asked) == 1, "no redirect is followed"
    assert asked[0].content == b"logout_token=t.t.t"
    assert asked[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_whoever_is_not_there_is_told_later() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unavailable):
        HttpLogout(httpx.MockTransport(down)).tell(address="https://a.example/gone", token="t")


# RP-initiated


def leave(browser: Client, page: Any) -> Any:
    """The button of the page."""
    text = page.content.decode()
    sent = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text)}
    sent.pop("csrfmiddlewaretoken", None)
    return browser.post("/oidc/logout/now", sent)


def test_opening_the_link_logs_nobody_out_and_the_button_does(world: Any, layla: Client, bell: Bell) -> None:
    agency, other = Agency(), Agency("water")
    found = agency.tokens(layla)
    other.tokens(layla)
    sent = {
        "id_token_hint": found["id_token"],
        "post_logout_redirect_uri": "https://municipality.example/bye",
        "state": "s",
    }
    page = layla.get("/oidc/logout", sent)
    assert layla.get("/home").status_code == 200
    answer = leave(layla, page)
    assert answer["Refresh"] == "0;url=https://municipality.example/bye?state=s"
    assert '"storage"' in answer["Clear-Site-Data"]
    assert layla.get("/home").status_code == 302
    assert agency.read(found["access_token"]).status_code == 401
    world.deliver()
    assert len(bell.heard) == 2


def test_a_name_instead_of_a_hint_will_do_and_a_post_too(layla: Client) -> None:
    Agency().tokens(layla)
    page = layla.post(
        "/oidc/logout", {"client_id": "municipality", "post_logout_redirect_uri": "https://municipality.example/bye"}
    )
    assert layla.get("/home").status_code == 200
    assert leave(layla, page)["Refresh"] == "0;url=https://municipality.example/bye"


@pytest.mark.parametrize(
    "sent",
    [
        {"client_id": "municipality", "post_logout_redirect_uri": "https://evil.example/"},
        {"client_id": "municipality", "post_logout_redirect_uri": "https://municipality.example/bye?x"},
        {"post_logout_redirect_uri": "https://municipality.example/bye"},
        {"client_id": "nobody", "post_logout_redirect_uri": "https://municipality.example/bye"},
        {"id_token_hint": "a.b.c", "post_logout_redirect_uri": "https://municipality.example/bye"},
    ],
    ids=str,
)
def test_nobody_is_led_to_an_address_that_is_not_registered(layla: Client, sent: dict[str, str]) -> None:
    Agency()
    assert layla.get("/oidc/logout", sent).status_code == 400
    answer = layla.post("/oidc/logout/now", sent)
    assert answer["Refresh"] == "0;url=/", "logged out all the same, and no further"


def test_whoever_is_logged_out_already_is_led_on(layla: Client) -> None:
    agency = Agency()
    hint = agency.tokens(layla)["id_token"]
    layla.post("/logout")
    answer = layla.get(
        "/oidc/logout", {"id_token_hint": hint, "post_logout_redirect_uri": "https://municipality.example/bye"}
    )
    assert answer["Refresh"] == "0;url=https://municipality.example/bye"
    assert layla.get("/oidc/logout").status_code == 200
    assert published_keys()
