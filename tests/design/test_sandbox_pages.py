"""The rehearsal's outside world as people see it: its start page, and a bank that renews an attestation."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route

from bawaba_attestor import Outcome, Problem, Unavailable
from journeys.looking import problems_of
from outsides import Portal, code_on, line_of_banks, outside_in

HOME = "http://outside.local"
KEEP = os.environ.get("PAGES", "")  # a folder: the pictures, to look at
WAYS = [(390, "ar"), (1280, "en")] + ([(390, "en"), (1280, "ar")] if KEEP else [])
RENEW, NEW = "/bank/palm-bank/{}/renew", "+966570000123"
TYPED = {"user": "omar", "secret": "demo-omar", "phone": NEW}
ENDS: dict[str, Any] = {
    "sent": Outcome("not_activated", "j", {}),
    "silent": Unavailable("down"),
    "refused": Problem(422, {"type": "urn:bawaba:problem:identifier-invalid"}),
}
Outside = Callable[..., None]


@pytest.fixture
def app(tmp_path: Path) -> Any:
    return outside_in(tmp_path)


@pytest.fixture
def portal(app: Any) -> Portal:
    return line_of_banks(app)


@pytest.fixture
def outside(browser: Browser) -> Iterator[Outside]:
    """``outside(client, "/", "start")``: nothing is wrong with the page, or with the answer to what was ``typed``."""
    contexts = []

    def looked(client: FlaskClient, path: str, name: str, needs: str, typed: Any = None) -> None:
        problems = []
        for width, language in WAYS:
            client.get(f"/language/{language}?next=/")
            found = client.get(path) if typed is None else client.post(path, data=typed, follow_redirects=True)
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
            contexts.append(context)
            page = _opened(context.new_page(), client, found)
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator(needs).first.is_visible(), (path, needs)
            problems += problems_of(page)
            if KEEP:
                page.screenshot(path=Path(KEEP) / f"outside-{name}-{width}-{language}.png", full_page=True)
        assert not problems

    yield looked
    for context in contexts:
        context.close()


def _opened(page: Page, client: FlaskClient, found: Any) -> Page:
    def answered(route: Route) -> None:
        answer = found if route.request.is_navigation_request() else client.get(urlsplit(route.request.url).path)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.get_data())

    page.route("**/*", answered)
    page.goto(HOME + "/")
    return page


def test_the_start_page(app: Any, outside: Outside) -> None:
    outside(app.test_client(), "/", "start", needs="a[href='/bank/palm-bank/atm/renew']")
    outside(app.test_client(), "/bank/", "banks", needs="a[href='/bank/palm-bank/branch/renew']")


@pytest.mark.parametrize("way", ["atm", "branch"])
def test_a_bank_renews_an_attestation(app: Any, portal: Portal, outside: Outside, way: str) -> None:
    renew, client = RENEW.format(way), app.test_client()
    seen = TYPED | ({"secret": "demo-clerk", "user": "omar", "seen": "1"} if way == "branch" else {})
    outside(client, renew, f"renew-{way}", needs="#phone")
    outside(client, renew, f"renew-{way}-wrong", needs="[role=alert]", typed=seen | {"phone": "0570000123"})
    outside(client, renew, f"renew-{way}-code", needs="#code", typed=seen)
    proof = f"/bank/palm-bank/{way}/activate"
    outside(client, proof, f"renew-{way}-code-wrong", needs="[role=alert]", typed={"code": "x"})


@pytest.mark.parametrize("end", ENDS)
def test_what_came_of_a_renewal(app: Any, portal: Portal, outside: Outside, end: str) -> None:
    """Asked for anew before every look: a second click states nothing more."""
    portal.answer = ENDS[end]
    client = Renewing(app)
    outside(client, "/bank/palm-bank/atm/activate", f"renewed-{end}", needs="[data-outcome]", typed={})


class Renewing(FlaskClient):
    """Up to the code, as often as it is looked at."""

    def __init__(self, app: Any) -> None:
        super().__init__(app, app.response_class)
        self.app = app

    def post(self, path: str, **more: Any) -> Any:  # type: ignore[override]
        if path.endswith("/activate"):
            super().post(RENEW.format("atm"), data=TYPED)
            more["data"] = {"code": code_on(self.app, NEW)}
        return super().post(path, **more)
