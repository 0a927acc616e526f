"""What a browser says of itself, in words that people use."""

import pytest

from bawaba.core.browsers import browser_and_system, in_words

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) {WEBKIT}"
SAID = [
    (f"{IPHONE} Version/17.0 Mobile/15E148 Safari/604.1", "سفاري على آيفون", "Safari on an iPhone"),
    (f"{IPHONE} CriOS/120.0 Mobile/15E148 Safari/604.1", "كروم على آيفون", "Chrome on an iPhone"),
    (f"{IPHONE} FxiOS/120.0 Mobile/15E148 Safari/604.1", "فايرفوكس على آيفون", "Firefox on an iPhone"),
    (
        f"Mozilla/5.0 (Linux; Android 14; SM-S918B) {BLINK} SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
        "متصفح سامسونج على جهاز أندرويد",
        "Samsung Internet on an Android device",
    ),
    (
        f"Mozilla/5.0 (Linux; Android 10; HarmonyOS; ALN-AL00) {BLINK} Chrome/99.0 HuaweiBrowser/14.0 Mobile Safari/537.36",
        "متصفح هواوي على جهاز أندرويد",
        "Huawei Browser on an Android device",
    ),
    (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Chrome/120.0 Safari/537.36 Edg/120.0",
        "إيدج على حاسوب ويندوز",
        "Edge on a Windows computer",
    ),
    (
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.0 Safari/605.1.15",
        "سفاري على حاسوب ماك",
        "Safari on a Mac",
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
        "فايرفوكس على حاسوب لينكس",
        "Firefox on a Linux computer",
    ),
    (
        f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {BLINK} Chrome/120.0 Safari/537.36",
        "كروم على حاسوب كروم بوك",
        "Chrome on a Chromebook",
    ),
    ("Firefox/120.0", "فايرفوكس على جهاز غير معروف", "Firefox on an unknown device"),
    ("SomeApp/1.0 (iPad)", "متصفح على آيباد", "A browser on an iPad"),
    ("curl/8.5.0", "جهاز غير معروف", "An unknown device"),
    ("", "جهاز غير معروف", "An unknown device"),
    ("<script>alert(1)</script>", "جهاز غير معروف", "An unknown device"),
]


@pytest.mark.parametrize(("said", "ar", "en"), SAID)
def test_a_device_is_named_as_people_name_it(said: str, ar: str, en: str) -> None:
    found = in_words(*browser_and_system(said))
    assert (found.ar, found.en) == (ar, en)


def test_only_names_of_the_table_are_kept_of_what_a_browser_says() -> None:
    browser, system = browser_and_system("Firefox/1 x" * 1000 + "iPhone")
    assert (browser, system) == ("firefox", ""), "what comes after the first 400 characters is not looked at"


def test_a_name_that_is_not_known_any_more_is_an_unknown_device() -> None:
    assert in_words("netscape", "amiga").en == "An unknown device"
