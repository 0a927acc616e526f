"""A page of this process in a real browser: every request is answered by Django's own test client, nothing is served."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route

HOME = "http://testserver"
BROWSER_TESTS = {"test_pictures.py", "test_kiosk_screens.py", "test_error_pages.py", "test_pages_with_rows.py"}
BROWSER_TESTS |= {
    "test_pages_of_my_data.py",
    "test_pages_of_recovery.py",
    "test_pages_of_proving.py",
    "test_pages_of_the_desk.py",
    "test_sandbox_pages.py",
}
Shown = Callable[..., Page]
Scheme = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in BROWSER_TESTS:
            item.add_marker(
                pytest.mark.skipif(bool(os.environ.get("TEST_DATABASE_URL")), reason="the same on any database")
            )
            item.add_marker(pytest.mark.journey)


@cache
def file_at(path: str) -> dict[str, Any]:
    """A style, font or script: its name changes with its content, so one answer serves every page of a process."""
    return as_sent(Client().get(path))


def as_sent(found: Any) -> dict[str, Any]:
    """As Django answered."""
    return {"status": found.status_code, "headers": dict(found.items()), "body": found.getvalue()}


class Tab:
    """A page of one size and scheme, whose requests go to whoever answers now."""

    def __init__(self, page: Page) -> None:
        self.page, self.client, self.found = page, Client(), dict[str, Any]()
        page.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        """What the portal answers to a browser's request."""
        asked, parts = route.request, urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != HOME:
            route.abort()
        elif self.found.get(asked.url) is not None:
            route.fulfill(**as_sent(self.found[asked.url]))
        elif parts.path.startswith("/static/"):
            route.fulfill(**file_at(parts.path))
        else:
            sent = {
                "data": asked.post_data_buffer or b"",
                "content_type": asked.headers.get("content-type", ""),
            }
            found = self.client.generic(asked.method, parts.path, QUERY_STRING=parts.query, **sent)
            route.fulfill(**as_sent(found))


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Callable[[int, Scheme], Tab]]:
    """One for all pages of a size and scheme in a process.

    A new one is a new program, which costs three times what a page in it does; and where the size or the scheme of a
    tab changes, the page that is about to be left is laid out and painted once more.
    """
    context = browser.new_context(reduced_motion="reduce")

    @cache
    def tab(width: int, scheme: Scheme) -> Tab:
        return Tab(context.new_page())

    yield tab
    context.close()


@pytest.fixture
def shown(tabs: Callable[[int, Scheme], Tab]) -> Iterator[Shown]:
    """``shown("/design/tag", width=1280, language="ar", scheme="light")``; ``found``: what was answered there before.

    A browser's requests are answered in another context, which has its own connection: rows of a test are not seen there.
    """
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    used: set[Tab] = set()

    def opened(path: str, width: int = 1280, language: str = "ar", scheme: Scheme = "light", found: Any = None) -> Page:
        client.cookies["reading"] = f"language={language}"
        tab = tabs(width, scheme)
        used.add(tab)
        tab.client, tab.found = client, {HOME + path: found}
        if tab.page.viewport_size != {"width": width, "height": 900}:
            tab.page.set_viewport_size({"width": width, "height": 900})
        tab.page.emulate_media(media="screen", color_scheme=scheme)
        tab.page.goto(HOME + path)
        tab.page.evaluate("document.fonts.ready")
        return tab.page

    yield opened
    for tab in used:
        tab.page.goto("about:blank")
