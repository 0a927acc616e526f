"""Pages of what went wrong: a reference and a way on, nothing that axe minds, no wider than a small phone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from bawaba.identity.enrolment.queries import NoEnrolment
from bawaba.web.portal import enrolment, finding_places
from journeys.looking import problems_of

KEEP = os.environ.get("PAGES", "")  # a folder: the pictures, to look at
KINDS = ("gone", "forbidden", "broken", "stale", "ended")
STATUS = {"gone": 404, "forbidden": 403, "broken": 500, "stale": 403, "ended": 410}


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


def open_page(shown: Any, monkeypatch: pytest.MonkeyPatch, kind: str, **how: Any) -> Any:
    if kind in {"forbidden", "broken"}:
        error = PermissionDenied() if kind == "forbidden" else RuntimeError("on purpose")
        monkeypatch.setattr(finding_places, "places", raising(error))
        return shown("/places", **how)
    if kind == "ended":
        monkeypatch.setattr(enrolment, "draft_of_handle", raising(NoEnrolment()))
    if kind == "stale":
        page = shown("/login", **how)
        page.locator("main [name=csrfmiddlewaretoken]").first.evaluate("one => one.remove()")
        page.locator("main form button.btn:not(.link)").first.click()
        page.wait_for_load_state()
        return page
    return shown("/nowhere" if kind == "gone" else "/register/receipt", **how)


@pytest.mark.parametrize(("language", "scheme"), [("ar", "light"), ("en", "dark"), ("ar", "dark"), ("en", "light")])
@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_a_page_with_a_way_on(
    shown: Any, monkeypatch: pytest.MonkeyPatch, kind: str, language: str, scheme: str
) -> None:
    page = open_page(shown, monkeypatch, kind, width=320, language=language, scheme=scheme)
    assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == STATUS[kind]
    assert page.locator("main a.btn").count() >= 1
    assert page.locator("html").get_attribute("lang") == language
    assert not problems_of(page)
    if KEEP:
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=Path(KEEP) / f"error-{kind}-{language}-{scheme}.png", full_page=True)
