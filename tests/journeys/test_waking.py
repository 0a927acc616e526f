"""In a real browser: the page offers notifications, and what arrives is shown in its language and leads to the inbox.

The browser's own service is not driven: Chromium's would be Google's. What a service delivers is put into the worker by CDP.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from bawaba_sandbox.rehearsal.people import Person
from browsers import launched
from journeys.looking import problems_of
from journeys.steps import newly_active

IS_SHOWN = """async (expected) => {
    const worker = await navigator.serviceWorker.getRegistration("/push/"), shown = await worker.getNotifications();
    return shown.length === 1 && Object.entries(expected).every(([name, value]) => shown[0][name] === value);
}"""
REGISTERED = """async () => {
    const found = await navigator.serviceWorker.register("/worker.js", { scope: "/push/" });
    const coming = found.installing;
    if (coming) await new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
    return found.scope;
}"""
PUSHED = (
    "window.PushManager.prototype.subscribe = async (told) => { window.asked = told; throw new Error('no service'); };"
)


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """One that can show notifications."""
    opened = launched(browser.browser_type, whole=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cookies(browser: Any, at: Any) -> list[Any]:
    """Of somebody who is logged in."""
    person, context = Person(at, "citizen"), browser.new_context()
    page = context.new_page()
    newly_active(page, person)
    found = [one for one in context.cookies() if one["name"] == "session"]
    context.close()
    return found


def opened(page_of: Any, at: Any, cookies: list[Any], language: str = "ar") -> Page:
    page: Page = page_of("phone", language)
    page.context.add_cookies(cookies)
    page.context.grant_permissions(["notifications"], origin=at.portal)
    return page


def worker_of(page: Page, at: Any) -> tuple[CDPSession, str]:
    """The page's worker, and its name to the debugger."""
    session, versions = page.context.new_cdp_session(page), list[Any]()
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: versions.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    assert page.evaluate(REGISTERED) == f"{at.portal}/push/"
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/push/').then((one) => Boolean(one && one.active))"
    )
    return session, next(one["registrationId"] for one in versions if one["scopeURL"] == f"{at.portal}/push/")


@pytest.mark.parametrize(
    ("data", "title", "lang", "dir_"),
    [
        (json.dumps({"language": "ar"}), "لديك رسالة جديدة", "ar", "rtl"),
        (json.dumps({"language": "en"}), "You have a new letter", "en", "ltr"),
        ("no JSON at all", "لديك رسالة جديدة", "ar", "rtl"),
        ("", "لديك رسالة جديدة", "ar", "rtl"),
    ],
)
def test_what_arrives_is_shown_in_its_language_and_once(
    page_of: Any, at: Any, cookies: list[Any], data: str, title: str, lang: str, dir_: str
) -> None:
    page = opened(page_of, at, cookies)
    page.goto(f"{at.portal}/settings/push")
    session, name = worker_of(page, at)
    expected = {"title": title, "lang": lang, "dir": dir_, "tag": "letters"}
    for _ in range(2):
        told = {"origin": at.portal, "registrationId": name, "data": data}
        session.send("ServiceWorker.deliverPushMessage", told)
        page.wait_for_function(IS_SHOWN, arg=expected)  # one replaces the other, and for a moment there is none


def test_a_press_of_it_leads_to_the_inbox(page_of: Any, at: Any, cookies: list[Any]) -> None:
    """The press itself is the system's; its handler is called as the browser calls it."""
    page = opened(page_of, at, cookies)
    page.goto(f"{at.portal}/settings/push")
    worker_of(page, at)
    worker = next(one for one in page.context.service_workers if one.url.endswith("/worker.js"))
    opened_at = worker.evaluate(
        """async () => {
            const went = [];
            self.clients.openWindow = async (path) => { went.push(path); };
            await self.registration.showNotification("x", { tag: "letters" });
            const [notification] = await self.registration.getNotifications();
            self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            for (let turn = 0; turn < 200 && !went.length; turn += 1) await new Promise((done) => setTimeout(done, 25));
            return { went, left: (await self.registration.getNotifications()).length };
        }"""
    )
    assert opened_at == {"went": ["/inbox"], "left": 0}


def test_the_button_asks_with_the_portals_key_and_a_failure_is_said(page_of: Any, at: Any, cookies: list[Any]) -> None:
    page = opened(page_of, at, cookies)
    page.add_init_script(PUSHED)
    page.goto(f"{at.portal}/settings/push")
    expect(page.locator("[data-none]")).to_be_hidden()
    page.locator("[data-form] button").click()
    expect(page.locator("[data-failed]")).to_be_visible()
    assert page.evaluate("window.asked.userVisibleOnly")
    assert page.evaluate("window.asked.applicationServerKey.length") == 65
    assert not problems_of(page)


def test_a_browser_that_blocks_it_is_told_where_to_allow_it(page_of: Any, at: Any, cookies: list[Any]) -> None:
    page: Page = page_of("phone", "ar")
    page.context.add_cookies(cookies)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });")
    page.goto(f"{at.portal}/settings/push")
    expect(page.locator("[data-denied]")).to_be_visible()
    expect(page.locator("[data-form]")).to_be_hidden()
    expect(page.locator("[data-none]")).to_be_hidden()


@pytest.mark.parametrize("missing", ["script", "offer"])
def test_without_script_or_without_the_offer_the_page_says_so(
    page_of: Any, at: Any, cookies: list[Any], missing: str
) -> None:
    page: Page = page_of("phone", "ar", java_script_enabled=missing != "script")
    page.context.add_cookies(cookies)
    page.add_init_script("delete window.PushManager;")
    page.goto(f"{at.portal}/settings/push")
    expect(page.locator("[data-none]")).to_be_visible()
    expect(page.locator("[data-form]")).to_be_hidden()
