"""A kiosk's life in a browser: enrolled under a code, shut when its case is opened, opened again by two people at the desk."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from bawaba_sandbox import kiosks
from bawaba_sandbox.demo import Demo, _program
from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of, watch
from journeys.steps import enter_desk, press
from ports import free_ports

PICTURES = os.environ.get("PICTURES", "")
PATIENCE = 30.0
Standing = Callable[[str], "Kiosk"]


class Kiosk:
    """A device of its own: a process, a key, and a switch on its case."""

    def __init__(self, demo: Demo, folder: Path, slug: str) -> None:
        self.slug, self.switch, self._port = slug, folder / "opened", free_ports(1)[0]
        self._told = {**demo.environment(), "BAWABA_KIOSK_SLUG": slug, "BAWABA_KIOSK_TAMPER_FILE": str(self.switch)}
        self._told |= {"BAWABA_KIOSK_KEY_FILE": str(folder / "key.json")}
        self.screen = f"http://localhost:{self._port}/"

    def enrol(self, code: str) -> None:
        """As a technician does it at the device."""
        subprocess.run([_program("bawaba-kiosk"), "enrol", "--code", code], env=self._told, check=True)

    def serve(self) -> subprocess.Popen[bytes]:
        """Until it is ended; answers when this returns."""
        process = subprocess.Popen([_program("bawaba-kiosk"), "serve", "--port", str(self._port)], env=self._told)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if httpx.get(self.screen, timeout=2).is_success:
                    return process
            except httpx.HTTPError:
                time.sleep(0.2)
        process.kill()
        raise TimeoutError(self.screen)


@pytest.fixture
def enrolled(demo: Demo, tmp_path: Path) -> Iterator[Standing]:
    """Loaded by the operators, enrolled under their code, and running."""
    running = []

    def kiosk(slug: str) -> Kiosk:
        file = tmp_path / "attestors.json"
        name = {"ar": "جهاز الميناء", "en": "Harbour kiosk"}
        made = {**kiosks.DESCRIBED, "slug": slug, "name": name}
        file.write_text(httpx.Response(200, json={"attestors": [made]}).text)
        one = Kiosk(demo, tmp_path, slug)
        one.enrol(demo.run_all(("attestors", "load", str(file)), ("attestors", "code", slug))[-1])
        running.append(one.serve())
        return one

    yield kiosk
    for process in running:
        process.terminate()
        process.wait(10)


def employed(demo: Demo, at: Any, name: str, role: str) -> str:
    """Somebody works for the portal; the code for their first passkey."""
    person = Person(at, "citizen")
    return demo.run_all(
        ("officer", "appoint", name, "--kind", person.kind, "--number", person.number),
        ("officer", "assign", name, "--agency", "portal", "--role", role),
        ("officer", "code", name),
    )[-1]


def look(page: Page, problems: list[str], name: str) -> None:
    """What is wrong with it, and its picture for whoever asks for pictures."""
    problems += problems_of(page)
    if PICTURES:
        language, size = page.locator("html").get_attribute("lang"), page.viewport_size or {"width": 0}
        page.screenshot(path=Path(PICTURES) / f"{name}-{language}-{size['width']}.png", full_page=True)


@pytest.mark.parametrize(("size", "language"), [("desktop", "ar"), ("phone", "en")])
def test_a_kiosk_whose_case_was_opened_is_shut_and_two_people_open_it_again(
    page_of: Any, demo: Demo, at: Any, enrolled: Standing, size: str, language: str
) -> None:
    kiosk, problems = enrolled(f"harbour-{size}-{language}"), []
    technician, operator, mall = page_of(size, language), page_of(size, language), page_of("kiosk", language)
    strange = watch(technician, at.portal) + watch(operator, at.portal)
    names = {role: f"{role}.{size}.{language}" for role in ("technician", "operator")}
    for page, role in ((technician, "technician"), (operator, "operator")):
        enter_desk(page, at.portal, employed(demo, at, names[role], role), names[role])
        look(page, problems, f"desk-of-{role}")
        press(page, "main a[href='/desk/attestors']")
        look(page, problems, "attestors")
        page.goto(f"{at.portal}/desk/attestors/{kiosk.slug}")
        look(page, problems, "attestor-open")
    mall.goto(kiosk.screen)
    expect(mall.locator("form[action='/begin']")).to_be_visible()

    kiosk.switch.touch()
    mall.reload()
    expect(mall.locator("[data-closed=quarantined]")).to_be_visible()
    look(mall, problems, "kiosk-closed")
    technician.reload()
    look(technician, problems, "attestor-in-quarantine")
    press(technician, "form[action$='/propose'] button")
    expect(technician.locator(".notice.bad")).to_be_visible()  # its case is open still
    look(technician, problems, "attestor-still-wrong")

    kiosk.switch.unlink()
    mall.reload()
    expect(mall.locator("[data-closed=quarantined]")).to_be_visible()
    technician.goto(f"{at.portal}/desk/attestors/{kiosk.slug}")
    press(technician, "form[action$='/propose'] button")
    expect(technician.locator("form[action$='/confirm']")).to_have_count(0)  # never the same person
    look(technician, problems, "attestor-proposed")
    operator.reload()
    look(operator, problems, "attestor-to-confirm")
    press(operator, "form[action$='/confirm'] button")
    expect(operator.locator(".notice.bad")).to_have_count(0)
    look(operator, problems, "attestor-lifted")
    mall.reload()
    expect(mall.locator("form[action='/begin']")).to_be_visible()
    assert not problems
    assert not strange
