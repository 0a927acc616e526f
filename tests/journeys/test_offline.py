"""Without a network, in a real browser: anybody verifies, the owner shows their wallet, nobody else sees it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of
from journeys.steps import LOOKERS, enter_desk, newly_active, pay_violation, press

READY = "navigator.serviceWorker.ready.then((one) => Boolean(one.active))"
KEPT = "caches.match('/documents/wallet', { cacheName: 'bawaba-wallet' }).then((one) => (one ? one.text() : ''))"
A_WEEK_LATER = """async () => {
    const kept = await caches.open("bawaba-wallet"), page = await kept.match("/documents/wallet");
    const headers = new Headers(page.headers);
    headers.set("Wallet-Until", new Date(Date.now() - 1000).toISOString());
    await kept.put("/documents/wallet", new Response(await page.text(), { headers }));
}"""
SAYS = {
    "ar": {
        "valid": "وثيقة صحيحة",
        "revoked": "وثيقة ملغاة",
        "list": "قائمة الوثائق الملغاة بتاريخ",
        "none": "لم تُحفظ وثائق",
    },
    "en": {
        "valid": "Valid document",
        "revoked": "Revoked document",
        "list": "List of revoked documents of",
        "none": "No documents are kept",
    },
}


@pytest.fixture(scope="module")
def paid(browser: Any, at: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Path]:
    """The cookies of somebody with a receipt, and its PDF: one log-in for all, the next code takes a while."""
    person, context = Person(at, "citizen"), browser.new_context()
    page = context.new_page()
    newly_active(page, person)
    file = tmp_path_factory.mktemp("papers") / "receipt.pdf"
    file.write_bytes(pay_violation(page, person).body())
    cookies = context.cookies()
    context.close()
    return cookies, file


def come_in(page: Page, cookies: list[Any]) -> None:
    """As whoever paid."""
    page.context.add_cookies([one for one in cookies if one["name"] == "session"])


def ready_offline(page: Page, at: Any, address: str = "/verify") -> None:
    """Opened once with a network; the worker has what it needs."""
    page.goto(at.portal + address)
    assert page.evaluate(READY)
    expect(page.locator("[data-age]")).to_be_visible()  # the list has come
    page.context.set_offline(True)


def verify_file(page: Page, file: Path) -> None:
    page.locator("#picture").set_input_files(file)
    page.locator("form[enctype] button.btn").click()


def said(page: Page) -> Any:
    return page.locator("#answer")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_anybody_verifies_a_file_without_a_network(page_of: Any, at: Any, paid: Any, language: str) -> None:
    page, (_, file) = page_of("phone", language), paid
    ready_offline(page, at)
    page.goto(at.portal + "/verify")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("[data-age]")).to_contain_text(SAYS[language]["list"])
    expect(page.locator("[data-late]")).to_be_hidden()
    verify_file(page, file)
    expect(said(page)).to_contain_text(SAYS[language]["valid"])
    expect(said(page)).to_contain_text("SAR" if language == "en" else "ريال")
    expect(said(page)).to_contain_text("AH" if language == "en" else "هـ")
    assert not problems_of(page)


def test_what_only_the_server_can_say_says_so_without_a_network(page_of: Any, at: Any, paid: Any) -> None:
    page = page_of("phone", "ar")
    ready_offline(page, at)
    page.goto(at.portal + "/verify")
    page.locator("#reference").fill("7K2M-9QXC-4T1D")
    page.locator("form[enctype] button.btn").click()
    expect(said(page)).to_contain_text("لا اتصال بالشبكة")


def test_an_old_list_warns(page_of: Any, at: Any, paid: Any) -> None:
    page = page_of("phone", "ar")
    ready_offline(page, at)
    page.clock.set_system_time("2099-01-01T10:00:00Z")
    page.goto(at.portal + "/verify")
    expect(page.locator("[data-late]")).to_contain_text("هذه القائمة قديمة")


def test_a_page_that_stays_open_asks_for_the_list_again_and_warns_of_an_old_one(
    page_of: Any, at: Any, paid: Any
) -> None:
    page, (_, file) = page_of("phone", "ar"), paid
    page.goto(at.portal + "/verify")
    expect(page.locator("[data-age]")).to_be_visible()
    expect(page.locator("[data-late]")).to_be_hidden()
    page.clock.set_system_time("2099-01-01T10:00:00Z")
    with page.expect_request("**/verify/revoked.json"):
        verify_file(page, file)
    expect(said(page)).to_contain_text("وثيقة صحيحة")
    expect(page.locator("[data-late]")).to_contain_text("هذه القائمة قديمة")


def test_a_camera_that_reads_codes_checks_here(page_of: Any, at: Any, paid: Any) -> None:
    """This machine's Chromium has no BarcodeDetector: one stands in for it, the rest is real."""
    page, (_, file) = page_of("phone", "ar"), paid
    seal = re.search(rb"BWB1\.[\w.-]+", file.read_bytes())
    assert seal
    page.add_init_script(
        f"window.BarcodeDetector = class {{ async detect() {{ return [{{ rawValue: '{seal[0].decode()}' }}]; }} }};"
    )
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.method) if one.method == "POST" else None)
    page.goto(at.portal + "/verify")
    expect(page.locator("[data-camera]")).to_be_visible()
    picture = file.with_suffix(".png")
    picture.write_bytes(page.screenshot())
    verify_file(page, picture)
    expect(said(page)).to_contain_text("وثيقة صحيحة")
    assert not posted, "nothing left the device"


def test_a_picture_goes_to_the_server_where_the_browser_cannot_and_the_page_says_so(
    page_of: Any, at: Any, paid: Any
) -> None:
    page, (cookies, file) = page_of("phone", "ar"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    picture = file.with_suffix(".code.png")
    page.locator(".qr svg").first.screenshot(path=picture)
    page.goto(at.portal + "/verify")
    expect(page.locator("[data-reads]")).to_be_visible()
    verify_file(page, picture)
    expect(said(page)).to_contain_text("وثيقة صحيحة")
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    verify_file(page, file)
    expect(said(page)).to_have_attribute("data-said", "valid")
    page.wait_for_timeout(500)
    assert not posted, "what the browser reads itself is not sent, after an answer of the server's either"


def test_it_can_be_installed(page_of: Any, at: Any) -> None:
    page = page_of("phone", "ar")
    page.goto(at.portal + "/verify")
    assert page.evaluate(READY)
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["url"].endswith("/verify/ar.webmanifest")
    assert not found["errors"]
    assert json.loads(found["data"])["name"].startswith("التحقق من وثيقة")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_wallet_opens_without_a_network_and_another_account_ends_it(
    page_of: Any, at: Any, paid: Any, language: str
) -> None:
    page, (cookies, _) = page_of("phone", language), paid
    come_in(page, cookies)
    page.goto(at.portal + "/home")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f".bar button[name=language][value={language}]").click()
    page.goto(at.portal + "/documents/wallet")
    reference = page.locator(".qr .ref").first.inner_text()
    assert page.evaluate(KEPT) == "", "nothing is kept unless it is asked for"
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_be_visible()
    assert not problems_of(page)
    page.context.set_offline(True)
    for address in ("/documents/", "/documents/wallet"):
        page.goto(at.portal + address)
        expect(page.locator(".qr .ref").first).to_have_text(reference)
        expect(page.locator(".notice.stale")).to_contain_text("AH" if language == "en" else "هـ")
        assert not problems_of(page)
    page.context.set_offline(False)
    # the session ends without a log-out, and somebody else takes the phone
    page.context.clear_cookies(name="session")
    other = Person(at, "resident")
    newly_active(page, other, language)
    assert page.evaluate(KEPT) == ""
    page.goto(at.portal + "/documents/wallet")
    expect(page.locator("main")).not_to_contain_text(reference)
    page.context.set_offline(True)
    page.goto(at.portal + "/documents/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text(SAYS[language]["none"])
    assert reference not in page.content()


def test_a_tab_that_was_left_open_keeps_nothing_of_who_logged_in_meanwhile(page_of: Any, at: Any, paid: Any) -> None:
    page, (cookies, _) = page_of("phone", "ar"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    mark = page.locator("[data-wallet]").get_attribute("data-wallet")
    theirs = page.content().replace(str(mark), "0" * 16)
    page.route("**/documents/wallet?kept=yes", lambda route: route.fulfill(body=theirs, content_type="text/html"))
    with page.expect_response("**/documents/wallet?kept=yes"):
        page.locator("[data-keep]").click()
    expect(page.locator("[data-keep]")).to_be_enabled()
    expect(page.locator("[data-told]")).to_be_hidden()
    assert page.evaluate(KEPT) == ""


def test_the_owner_may_remove_it_without_a_network(page_of: Any, at: Any, paid: Any) -> None:
    page, (cookies, _) = page_of("phone", "ar"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_be_visible()
    page.context.set_offline(True)
    page.goto(at.portal + "/documents/wallet")
    page.locator("[data-remove]").click()
    expect(page.locator("main")).to_contain_text(re.compile("لم تُحفظ وثائق|No documents are kept"))
    assert page.evaluate(KEPT) == ""


@pytest.mark.parametrize("status", [410, 204])
def test_a_wallet_of_who_logged_out_everywhere_wipes_itself_at_the_next_visit(
    page_of: Any, at: Any, paid: Any, status: int
) -> None:
    """The other device's log-out is the server's to say; here nobody is logged in any more."""
    page, (cookies, _) = page_of("phone", "ar"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_be_visible()
    page.context.clear_cookies(name="session")
    with page.expect_response("**/documents/wallet/kept") as good:
        page.goto(at.portal + "/")
    assert good.value.status == 204, "an idle session ends no wallet"
    assert page.evaluate(KEPT)
    page.route("**/documents/wallet/kept", lambda route: route.fulfill(status=status))
    with page.expect_response("**/documents/wallet/kept") as asked:
        page.goto(at.portal + "/")
    assert asked.value.request.headers["wallet-keepsake"]
    if status == 410:
        page.wait_for_function(f"{KEPT}.then((kept) => !kept)")
    else:
        page.wait_for_timeout(500)
    assert bool(page.evaluate(KEPT)) == (status == 204)
    page.context.set_offline(True)
    page.goto(at.portal + "/documents/wallet")
    expect(page.locator(".qr .ref")).to_have_count(1 if status == 204 else 0)


def test_past_its_day_a_kept_wallet_is_not_shown_and_gone(page_of: Any, at: Any, paid: Any) -> None:
    page, (cookies, _) = page_of("phone", "en"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_be_visible()
    page.context.set_offline(True)
    page.goto(at.portal + "/documents/wallet")
    expect(page.locator(".notice.stale")).to_contain_text(re.compile("shown until|وتُعرض حتى"))
    page.evaluate(A_WEEK_LATER)
    page.goto(at.portal + "/documents/wallet")
    expect(page.locator("main")).to_contain_text(re.compile("لم تُحفظ وثائق|No documents are kept"))
    assert page.evaluate(KEPT) == ""


def test_a_revocation_reaches_whoever_was_connected_since(page_of: Any, at: Any, desk_code: str, paid: Any) -> None:
    """The officer revokes the receipt; a device that fetched the list before does not know it."""
    page, late, (_, file) = page_of("phone", "ar"), page_of("phone", "ar"), paid
    ready_offline(late, at)
    desk = page_of("desktop", "ar")
    enter_desk(desk, at.portal, desk_code)
    desk.goto(at.portal + "/desk/documents")
    LOOKERS[desk] = lambda shown: problems.extend(problems_of(shown))
    problems: list[str] = []
    page.goto(at.portal + "/verify")
    verify_file(page, file)
    reference = said(page).locator("bdi[dir=ltr]").first.inner_text()
    desk.locator("#reference").fill(reference)
    press(desk, "form.card button")
    desk.locator("#reason").select_option("error")
    press(desk, "button.danger")
    expect(desk.locator("main")).to_contain_text("وثيقة ملغاة")
    assert not problems
    ready_offline(page, at)
    page.goto(at.portal + "/verify")
    verify_file(page, file)
    expect(said(page)).to_contain_text("وثيقة ملغاة")
    late.goto(at.portal + "/verify")
    verify_file(late, file)
    expect(said(late)).to_contain_text("وثيقة صحيحة")
    expect(late.locator("[data-age]")).to_be_visible()


def test_logging_out_removes_the_wallet(page_of: Any, at: Any, paid: Any) -> None:
    page, (cookies, _) = page_of("desktop", "ar"), paid
    come_in(page, cookies)
    page.goto(at.portal + "/documents/wallet")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_be_visible()
    page.locator(".who.wide form[action='/logout'] button").click()
    page.wait_for_load_state()
    page.goto(at.portal + "/")
    assert page.evaluate(KEPT) == ""
    assert page.evaluate("caches.match('/keeps', { cacheName: 'bawaba-reading' }).then(Boolean)") is False
