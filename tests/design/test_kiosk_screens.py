"""Every screen of the kiosk as it stands in the mall, 1080 x 1920: nothing that axe minds, nothing that runs off it, no screen that jumps."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bawaba_attestor import Unavailable
from design.kiosk_scenes import SCENES, Kiosk
from journeys.looking import problems_of

HOME = "http://kiosk.local"
KEEP = os.environ.get("PAGES", "")  # a folder: the pictures, to look at
SCREEN = {"width": 1080, "height": 1920}
LOW = "one => Math.round(one.getBoundingClientRect().bottom) - innerHeight"
Standing = Callable[..., Page]


def stand(page: Page, kiosk: Kiosk, answer: Any) -> Page:
    """The screen on which ``answer`` is shown; touches go on from it."""
    first = [answer]

    def answered(route: Route) -> None:
        asked = route.request
        if asked.is_navigation_request() and first:
            found = first.pop()
        else:
            parts, kind = urlsplit(asked.url), asked.headers.get("content-type", "")
            sent = {"data": asked.post_data_buffer or b"", "content_type": kind}
            found = kiosk.client.open(parts.path, method=asked.method, **sent)
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.get_data())

    page.unroute_all(behavior="wait")
    page.route("**/*", answered)
    page.goto(HOME + answer.request.path)
    return page


@pytest.fixture
def standing(browser: Browser) -> Iterator[Standing]:
    """``standing(kiosk, answer)``: the screen in a browser of its own."""
    contexts = []

    def opened(kiosk: Kiosk, answer: Any, **more: Any) -> Page:
        context = browser.new_context(viewport=SCREEN, reduced_motion="reduce", **more)
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        return stand(page, kiosk, answer)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def glass(browser: Browser) -> Iterator[Page]:
    """One for all screens that are looked at and not touched: a new one costs three times what a screen in it does."""
    context = browser.new_context(viewport=SCREEN, reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_is_whole_and_nothing_on_it_is_amiss(glass: Page, tmp_path: Path, scene: str, language: str) -> None:
    kiosk = Kiosk(tmp_path, language)
    answer = SCENES[scene](kiosk)
    ended = any(said in answer.text for said in ("انتهت الزيارة", "This visit has ended"))
    assert ended == scene.startswith("over"), "the screen that was meant"
    page = stand(glass, kiosk, answer)
    page.evaluate("document.fonts.ready")
    if KEEP:
        page.screenshot(path=Path(KEEP) / f"{scene}-{language}.png")
    assert not problems_of(page)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "a screen in a mall is not scrolled"
    assert page.locator(".foot").evaluate(LOW) <= 0


@pytest.mark.parametrize("scene", SCENES)
def test_no_screen_jumps_by_itself_where_the_browser_can_do_better(tmp_path: Path, scene: str) -> None:
    kiosk = Kiosk(tmp_path, "ar")
    text = SCENES[scene](kiosk).get_data(as_text=True)
    bare, _, rest = text.partition("<noscript>")
    assert 'http-equiv="refresh"' not in bare + rest.partition("</noscript>")[2]


@pytest.mark.parametrize("scene", ["welcome-offline", "closed-quarantined", "closed-not-accepted", "over-by-itself"])
def test_a_kiosk_that_is_out_of_service_comes_back_by_itself_and_moves_nothing_before(
    standing: Any, tmp_path: Path, scene: str
) -> None:
    kiosk = Kiosk(tmp_path, "ar")
    page = standing(kiosk, SCENES[scene](kiosk))
    if scene == "over-by-itself":
        kiosk.portal.says["heartbeat"] = Unavailable("cut")
    else:
        page.evaluate("window.mark = 'the same page'")
        with page.expect_response(HOME + "/"):
            page.clock.fast_forward(21_000)
        assert page.evaluate("window.mark") == "the same page"
        page.wait_for_timeout(100)
        del kiosk.portal.says["heartbeat"]
    with page.expect_navigation():
        page.clock.fast_forward(21_000)
    expect(page.locator("form[action='/begin']" if scene != "over-by-itself" else "[data-offline]")).to_be_visible()


@pytest.mark.parametrize("scene", ["welcome-offline", "closed-quarantined", "over-by-itself"])
def test_without_javascript_a_button_asks_again(standing: Any, tmp_path: Path, scene: str) -> None:
    kiosk = Kiosk(tmp_path, "ar")
    page = standing(kiosk, SCENES[scene](kiosk), java_script_enabled=False)
    del kiosk.portal.says["heartbeat"]
    page.locator("a.btn[href='/']").first.click()
    expect(page.locator("form[action='/begin']")).to_be_visible()
