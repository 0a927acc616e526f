"""The kiosk's screen in a real browser: it clears itself, hides what is typed, stands low, sees a receipt by camera."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import SIX, Person
from browsers import launched
from journeys.conftest import SIZES
from journeys.steps import press, press_finger, visit_kiosk

REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def to_finger(page: Page, person: Person) -> None:
    page.goto(person.at.kiosk + "/")
    press(page, "button[value='ar']")
    page.locator("#number").fill(person.number)
    press(page, "form[action='/number'] > button.btn")
    press(page)
    expect(page).to_have_url(re.compile("/finger$"))


@pytest.fixture
def person(at: Any) -> Person:
    return Person(at, "resident")


def test_it_asks_then_clears_after_a_minute_and_back_shows_nothing(page_of: Any, person: Person) -> None:
    page = page_of("kiosk", "ar")
    page.clock.install()
    to_finger(page, person)
    press_finger(page, person)
    name = page.locator(".who").inner_text()
    page.clock.fast_forward(46_000)
    expect(page.locator("#more")).to_be_visible()
    page.locator("#more button").click()
    expect(page.locator("#more")).to_be_hidden()
    page.clock.fast_forward(44_000)
    expect(page.locator("#more")).to_be_hidden()
    page.clock.fast_forward(2_000)
    expect(page.locator("#more")).to_be_visible()
    page.clock.fast_forward(20_000)
    expect(page).to_have_url(re.compile(r"/$"))
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert name.split()[0] not in page.content()
        assert person.number not in page.content()


def test_finger_and_code_wait_three_minutes(page_of: Any, person: Person) -> None:
    page = page_of("kiosk", "ar")
    page.clock.install()
    to_finger(page, person)
    page.clock.fast_forward(150_000)
    expect(page.locator("#more")).to_be_hidden()
    page.clock.fast_forward(16_000)
    expect(page.locator("#more")).to_be_visible()


def test_what_is_typed_is_hidden_until_asked_for(page_of: Any, at: Any) -> None:
    page = page_of("kiosk", "ar")
    page.goto(at.kiosk + "/")
    press(page, "button[value='en']")
    for digit in "1753":
        page.locator(f".keypad button[value='{digit}']").click()
    seen = "getComputedStyle(document.querySelector('#number')).webkitTextSecurity"
    assert page.evaluate(seen) == "disc"
    page.locator("[data-show]").click()
    assert page.evaluate(seen) == "none"
    expect(page.locator("#number")).to_have_value("1753")


def test_the_low_screen_is_within_reach_and_stays_low_for_this_visit_only(page_of: Any, person: Person) -> None:
    page = page_of("kiosk", "ar")
    page.goto(person.at.kiosk + "/")
    page.locator("[data-low]").click()
    press(page, "button[value='ar']")
    expect(page.locator("[data-low]")).to_have_attribute("aria-pressed", "true")
    keypad = page.locator(".keypad").bounding_box()
    assert keypad
    assert keypad["y"] > SIZES["kiosk"][1] / 3
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.goto(person.at.kiosk + "/")
    press(page, "button[value='ar']")
    expect(page.locator("[data-low]")).to_have_attribute("aria-pressed", "false")


def test_read_aloud_is_offered_only_where_a_voice_speaks_the_language(page_of: Any, at: Any) -> None:
    page = page_of("kiosk", "ar")
    page.add_init_script("speechSynthesis.getVoices = () => [{lang: 'en-GB'}]")
    for language, offered in (("ar", False), ("en", True)):
        page.goto(at.kiosk + "/")
        press(page, f"button[value='{language}']")
        expect(page.locator("[data-aloud]")).to_be_visible(visible=offered)


def test_a_double_click_on_every_button_is_one_visit(page_of: Any, person: Person) -> None:
    person.register()
    page = page_of("kiosk", "ar")
    page.goto(person.at.kiosk + "/")
    page.locator("button[value='ar']").dblclick()
    page.locator("#number").fill(person.number)
    page.locator("form[action='/number'] > button.btn").dblclick()
    page.locator("form[action='/consent'] button").dblclick()
    expect(page).to_have_url(re.compile("/finger$"))
    press_finger(page, person)
    page.locator("form[action='/is-this-you'] button").dblclick()
    page.locator("#phone").fill(person.phone)
    page.locator("form[action='/phone'] > button.btn").dblclick()
    page.locator("#code").fill(person.next_text(SIX))
    page.locator("form[action='/code'] > button.btn").dblclick()
    page.locator("button[value='yes']").dblclick()
    expect(page.locator("[data-outcome='activated']")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-outcome='activated']")).to_be_visible()


def test_the_camera_reads_a_receipt(browser: Any, person: Person, tmp_path: Path) -> None:
    person.register()
    reference = REFERENCE.search(person.browser.page.text)
    assert reference
    film = tmp_path / "receipt.mjpeg"
    film.write_bytes(frame_with(reference[0]))
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    seeing = launched(browser.browser_type, *flags, f"--use-file-for-fake-video-capture={film}")
    try:
        kiosk = seeing.new_page(viewport={"width": 1080, "height": 1920})
        kiosk.goto(person.at.kiosk + "/")
        press(kiosk, "button[value='ar']")
        kiosk.locator("[data-camera]").click()
        expect(kiosk).to_have_url(re.compile("/consent$"), timeout=15_000)
        press(kiosk)
        expect(kiosk).to_have_url(re.compile("/finger$"))
    finally:
        seeing.close()


def frame_with(text: str) -> bytes:
    """One JPEG of 640 × 480 with a QR code in its middle."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=9, border=4)
    frame, code = Image.new("RGB", (640, 480), "white"), Image.open(drawn).convert("RGB")
    frame.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    made = io.BytesIO()
    frame.save(made, "JPEG", quality=95)
    return made.getvalue()


def test_without_a_camera_a_picture_can_be_chosen(page_of: Any, at: Any) -> None:
    page = page_of("kiosk", "ar")
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none'))")
    page.goto(at.kiosk + "/")
    press(page, "button[value='ar']")
    page.locator("[data-camera]").click()
    expect(page.locator("#picture")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "said"), [("ar", r"هـ، .+\d{4}، \d\d:\d\d$"), ("en", r" AH, .+ \d{4}, \d\d:\d\d$")]
)
def test_the_day_of_the_activation_stands_in_both_calendars(page_of: Any, at: Any, language: str, said: str) -> None:
    person, page = Person(at, "resident"), page_of("kiosk", language)
    person.register()
    visit_kiosk(page, person, language)
    expect(page.locator("time")).to_have_text(re.compile(said))
