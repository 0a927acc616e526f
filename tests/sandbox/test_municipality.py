"""An agency's site meets the portal over its protocol alone: logs people in, knows what they allowed, and hears that they left."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from agencies import follow, press
from bawaba.identity.clients import telling
from bawaba.identity.clients.loading import load_party
from bawaba.journal.ports import Actor
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.municipality.pages import described
from bawaba_sandbox.register.populate import populate
from people import activated, logged_in

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8020"


@pytest.fixture
def site(world: Any, tmp_path: Path) -> Any:
    """The municipality, loaded at the portal and plugged into it."""
    config = Config(folder=tmp_path, portal="http://testserver", url=HERE, matcher="simulated")
    populate(tmp_path / "register.sqlite3", 20, config.seed, today=date.today())
    load_party(described=described(config), by=Actor("operator"))
    return create_app(config, callback_transport=world.portal_transport()).test_client()


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def enter(site: Any, browser: Client, what: str = "name", word: str = "yes") -> str:
    """From the button on the site through the portal and back; the site's page."""
    answer = site.post("/municipality/enter", data={"what": what})
    assert answer.location.startswith("http://testserver/oidc/authorize?client_id=municipality&request_uri=urn")
    page = browser.get(answer.location.removeprefix("http://testserver"))
    page = follow(browser, page) if not page.headers.get("Location", "/").startswith("http") else page
    if page.status_code == 200 and 'action="/oidc/continue"' in page.content.decode():
        page = press(browser, page, word)
    target = page["Location"] if page.status_code == 302 else page["Refresh"].partition("url=")[2]
    assert target.startswith(f"{HERE}/municipality/back?")
    found = site.get(unescape(target).removeprefix(HERE), follow_redirects=True)
    return str(found.get_data(as_text=True))


def test_somebody_logs_in_and_the_site_knows_their_name_and_no_more(world: Any, site: Any, layla: Client) -> None:
    page = enter(site, layla)
    assert "أهلًا" in page
    assert world.cast["layla"]["number"] not in page
    assert world.cast["layla"]["phone"] not in page


def test_what_the_permits_need_is_asked_for_when_they_are(world: Any, site: Any, layla: Client) -> None:
    enter(site, layla)
    page = enter(site, layla, "permits")
    assert world.cast["layla"]["number"] in page
    assert world.cast["layla"]["phone"] in page


def test_whoever_declines_is_nobody_there(site: Any, layla: Client) -> None:
    page = enter(site, layla, word="no")
    assert "لم توافق" in page
    assert "أهلًا" not in page


def test_logging_out_of_the_portal_ends_it_there(
    world: Any, site: Any, layla: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    class Line:
        def tell(self, *, address: str, token: str) -> None:
            heard.append(site.post(address.removeprefix(HERE), data={"logout_token": token}).status_code)

    monkeypatch.setattr(telling, "receiver", Line)
    assert "أهلًا" in enter(site, layla)
    layla.post("/logout")
    world.deliver()
    assert heard == [200]
    assert "أهلًا" not in site.get("/municipality/").get_data(as_text=True)


def test_logging_out_there_asks_at_the_portal_and_comes_back(site: Any, layla: Client) -> None:
    enter(site, layla)
    answer = site.post("/municipality/leave")
    page = layla.get(answer.location.removeprefix("http://testserver"))
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    out = layla.post("/oidc/logout/now", {name: unescape(text) for name, text in sent.items()})
    assert out["Refresh"].startswith(f"0;url={HERE}/municipality/?said=bye")
    assert "أهلًا" not in site.get("/municipality/").get_data(as_text=True)


@pytest.mark.parametrize(
    "changed", [{"state": "other"}, {"iss": "https://evil.example"}, {"code": "other"}, {"code": ""}]
)
def test_an_answer_that_is_not_for_this_browser_logs_nobody_in(
    site: Any, layla: Client, changed: dict[str, str]
) -> None:
    answer = site.post("/municipality/enter", data={"what": "name"})
    back = press(layla, follow(layla, layla.get(answer.location.removeprefix("http://testserver"))), "yes")
    query = dict(one.split("=", 1) for one in back["Refresh"].partition("?")[2].split("&"))
    told = "&".join(f"{name}={text}" for name, text in (query | changed).items())
    page = site.get(f"/municipality/back?{told}", follow_redirects=True).get_data(as_text=True)
    assert "أهلًا" not in page


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_what_is_no_logout_token_ends_nothing(site: Any, layla: Client, token: str) -> None:
    enter(site, layla)
    assert site.post("/municipality/gone", data={"logout_token": token}).status_code == 400
    assert "أهلًا" in site.get("/municipality/").get_data(as_text=True)


def test_an_identity_token_is_no_logout_token(site: Any, layla: Client) -> None:
    enter(site, layla)
    with site.session_transaction() as kept:
        token = kept["resident"]["hint"]
    assert site.post("/municipality/gone", data={"logout_token": token}).status_code == 400
