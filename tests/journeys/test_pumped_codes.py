"""While codes to a country are pumped, somebody with such a phone registers all the same: the page works for a moment."""

import os
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from bawaba_sandbox.demo import Demo
from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of, watch
from journeys.steps import begin_registration, press, register

PUMP = """
from datetime import timedelta
from uuid import uuid4
from bawaba.core import clock
from bawaba.identity.codes.models import OneTimeCode as Code
then = clock.now() - timedelta(minutes=10)
sent = {"purpose": "enrolment-phone", "digest": b"", "country": "BH", "made_at": then, "expires_at": then}
Code.objects.bulk_create(Code(subject=uuid4(), **sent) for _ in range(50))
"""
BAHRAIN = "+973360047{:02d}"


@pytest.fixture(scope="module")
def pumped(demo: Demo) -> None:
    """Fifty codes to Bahraini phones that nobody typed."""
    demo.run("bawaba", "shell", "-c", PUMP)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_works_and_the_code_comes(pumped: None, page_of: Any, at: Any, language: str) -> None:
    person = Person(at, "gcc_citizen")
    person.take_phone(BAHRAIN.format(1 if language == "ar" else 2))
    page = page_of("phone", language)
    strange, asked = watch(page, at.portal), []
    page.on("response", lambda one: asked.append(one.url) if one.status == 428 else None)
    register(page, person)
    assert asked == [f"{at.portal}/register/contact"]
    assert not strange


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_without_scripts_it_says_that_a_minutes_wait_will_do(
    pumped: None, page_of: Any, at: Any, size: str, language: str
) -> None:
    person = Person(at, "gcc_citizen")
    page = page_of(size, language)
    page.route(re.compile("effort[^/]*js$"), lambda route: route.abort())
    begin_registration(page, person)
    page.locator("#phone").fill(BAHRAIN.format(10))
    press(page)
    expect(page.locator("[data-patient]")).to_be_visible()
    expect(page.locator("#phone")).to_have_value(re.compile("3600.?4710"))
    assert not problems_of(page)
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/effort.{language}.{size}.png", full_page=True)
