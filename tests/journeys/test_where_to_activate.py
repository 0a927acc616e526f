"""The finder in a browser that knows where it is, and a kiosk that is shut."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from bawaba_sandbox.demo import Demo
from bawaba_sandbox.kiosks import DESCRIBED
from journeys.looking import problems_of, watch
from ports import free_ports

HARBOUR = {"latitude": 26.4, "longitude": 50.1}
LIST = "[data-places] h3"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_readers_position_sorts_the_list_and_leaves_the_page_never(page_of: Any, at: Any, language: str) -> None:
    page = page_of("phone", language, geolocation=HARBOUR, permissions=["geolocation"])
    strange = watch(page, at.portal)
    page.goto(f"{at.portal}/places")
    first = page.locator(LIST).first.inner_text()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.url} {one.post_data}"))
    page.locator("[data-locate]").click()
    expect(page.locator("[data-located]")).not_to_be_empty()
    nearest = page.locator(LIST).first.inner_text()
    assert nearest != first
    assert ("Harbour" in nearest) or ("الميناء" in nearest) or ("الساحل" in nearest) or ("Coast" in nearest)
    expect(page.locator("[data-km]").first).to_be_visible()
    expect(page.locator(".map .me")).to_have_count(1)
    assert sent == [], "nothing is asked of anybody"
    assert page.evaluate("document.cookie + JSON.stringify({...localStorage, ...sessionStorage})").count("26.4") == 0
    assert not problems_of(page)
    assert not strange


def test_whoever_says_no_can_type_a_city(page_of: Any, at: Any) -> None:
    page = page_of("desktop", "en", permissions=[])
    page.goto(f"{at.portal}/places")
    page.locator("[data-locate]").click()
    expect(page.locator("[data-located]")).to_contain_text("Please type a city")
    page.locator("#spot").fill("coast")
    page.locator(".finder button").click()
    expect(page).to_have_url(f"{at.portal}/places?near=coast-city")
    expect(page.locator("h2").first).to_have_text("Nearest to Coast City")


@pytest.fixture
def shut(demo: Demo, tmp_path: Path) -> Iterator[str]:
    """Another kiosk of the demo, enrolled as the first one was, whose case is open."""
    there = {**DESCRIBED["places"][0], "latitude": 24.72}
    file = tmp_path / "attestors.json"
    file.write_text(json.dumps({"attestors": [{**DESCRIBED, "slug": "kiosk-9", "places": [there]}]}))
    code = demo.run_all(("attestors", "load", str(file)), ("attestors", "code", "kiosk-9"))[-1]
    told = {**demo.environment(), "BAWABA_KIOSK_SLUG": "kiosk-9", "BAWABA_KIOSK_KEY_FILE": str(tmp_path / "key.json")}
    told |= {"BAWABA_KIOSK_TAMPER_FILE": str(tmp_path / "opened")}
    command = str(Path(sys.executable).parent / "bawaba-kiosk")
    subprocess.run([command, "enrol", "--code", code], env=told, check=True, capture_output=True)
    (tmp_path / "opened").touch()
    port = free_ports(1)[0]
    process = subprocess.Popen([command, "serve", "--port", str(port)], env=told, start_new_session=True)
    try:
        _wait_for(f"http://localhost:{port}/")
        yield f"http://localhost:{port}/"
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def _wait_for(address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise TimeoutError(address)


def test_a_kiosk_whose_case_was_opened_names_the_others_and_is_in_no_list(page_of: Any, at: Any, shut: str) -> None:
    page = page_of("kiosk", "ar")
    strange = watch(page, shut)
    page.goto(shut)
    expect(page.locator("[data-closed='quarantined']")).to_be_visible()
    expect(page.locator(".places li").first).to_contain_text("السوق الكبير")
    assert not problems_of(page)
    assert not strange
    places = httpx.get(f"{at.portal}/places", headers={"Cookie": "reading=language=en"}).text
    assert places.count("Grand Market") >= 1
    assert "24.72" not in places, "nobody is sent to it"
