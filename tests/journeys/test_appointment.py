"""An appointment on a phone in Arabic, by touch: from the home page to the slip, moved, cancelled; without scripts as well."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from bawaba_sandbox.rehearsal.people import Person, at_kiosk
from journeys.looking import problems_of, watch
from journeys.steps import log_in


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_booked_moved_and_cancelled(page_of: Any, at: Any, *, scripts: bool) -> None:
    person = Person(at, "citizen")
    person.register()
    assert at_kiosk(person) == "activated"
    page = page_of("phone", "ar", java_script_enabled=scripts)
    strange, problems = watch(page, at.portal), []

    def look() -> None:
        if scripts:
            problems.extend(problems_of(page))

    log_in(page, person)
    page.goto(f"{at.portal}/services/appointments")
    page.locator("main a.btn[href='/appointments/']").click()
    page.locator("main a[href='/appointments/book']").click()
    look()
    page.locator("main a[href*='region=capital']").click()
    look()
    page.locator("main a[href*='office=passports-capital']").click()
    look()
    page.locator(".slots label").first.click()
    page.locator("main form .btn").click()
    look()
    page.locator("main form .btn").click()
    expect(page.locator("main")).to_contain_text("حُجز موعدك")
    look()
    with page.expect_download() as slip:
        page.locator("main a[href$='.pdf']").click()
    assert slip.value.path().read_bytes().startswith(b"%PDF")
    page.locator("main a[href$='/move']").click()
    look()
    page.locator(".chips a").nth(1).click()
    page.locator(".slots label").first.click()
    page.locator("main form .btn").click()
    expect(page.locator("main")).to_contain_text("تغيّر موعدك")
    page.locator("main details summary").click()
    page.locator("main form .btn").click()
    expect(page).to_have_url(re.compile(r"/appointments/[\w-]{36}$"))
    expect(page.locator("main")).to_contain_text("أُلغي")
    look()
    assert not problems
    assert not strange
