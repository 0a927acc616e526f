"""A page of this process in a real browser: every request is answered by Django's own test client, nothing is served."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route

HOME = "http://testserver"
BROWSER_TESTS = {"test_pictures.py", "test_kiosk_screens.py", "test_error_pages.py", "test_pages_with_rows.py"}
Shown = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in BROWSER_TESTS:
            item.add_marker(
                pytest.mark.skipif(bool(os.environ.get("TEST_DATABASE_URL")), reason="the same on any database")
            )
            item.add_marker(pytest.mark.journey)


def answer_with(client: Client) -> Callable[[Route], None]:
    """What the portal answers to a browser's request."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != HOME:
            route.abort()
            return
        sent = {
            "data": route.request.post_data_buffer or b"",
            "content_type": route.request.headers.get("content-type", ""),
        }
        found = client.generic(route.request.method, parts.path, QUERY_STRING=parts.query, **sent)
        fulfil(route, found)

    return answer


def fulfil(route: Route, found: Any) -> None:
    """As Django answered."""
    route.fulfill(status=found.status_code, headers=dict(found.items()), body=found.getvalue())


@pytest.fixture
def shown(browser: Browser) -> Iterator[Shown]:
    """``shown("/design/tag", width=1280, language="ar", scheme="light")``; ``found``: what was answered there before.

    A browser's requests are answered in another context, which has its own connection: rows of a test are not seen there.
    """
    contexts, client = [], Client(enforce_csrf_checks=True, raise_request_exception=False)

    def opened(path: str, width: int = 1280, language: str = "ar", scheme: str = "light", found: Any = None) -> Page:
        client.cookies["reading"] = f"language={language}"
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.route("**/*", answer_with(client))
        if found is not None:
            context.route(HOME + path, lambda route: fulfil(route, found))
        contexts.append(context)
        page = context.new_page()
        page.goto(HOME + path)
        page.evaluate("document.fonts.ready")
        return page

    yield opened
    for context in contexts:
        context.close()
