"""What is asked of a page finds what is wrong with it, in Arabic as in English."""

from itertools import product

import pytest
from playwright.sync_api import Browser

from journeys.looking import MILD, SCHEMES, problems_of, ways_judged

PAGE = """<!doctype html><html lang="{0}" dir="{1}"><title>{2}</title>
<main><h1>{2}</h1><p style="color: {3}; background: #fff">{2}</p></main></html>"""
WAYS = list(product([(390, 844), (1280, 900)], SCHEMES))
TEXTS = [("ar", "rtl", "نص باهت لا يكاد يُقرأ"), ("en", "ltr", "A text that can hardly be read")]


@pytest.mark.parametrize(("language", "side", "text"), TEXTS, ids=["ar", "en"])
def test_a_pale_text_is_found_and_a_clear_one_is_fine(browser: Browser, language: str, side: str, text: str) -> None:
    page, said = browser.new_page(), []
    for colour in ("#ccc", "#222"):
        page.set_content(PAGE.format(language, side, text, colour))
        said.append(["color-contrast" in one for one in problems_of(page)])
    assert said == [[True], []]
    assert page.evaluate("document.createElement('canvas').getContext('2d').measureText('iii').width") < 30
    page.close()


def test_only_what_axe_itself_calls_mild_is_left_out(browser: Browser) -> None:
    page = browser.new_page()
    problems_of(page)
    rules = page.evaluate("axe._audit.rules.map((rule) => [rule.id, rule.impact])")
    assert sorted(MILD) == sorted(name for name, impact in rules if impact not in {"serious", "critical"})
    page.close()


def test_at_a_promises_full_number_every_way_is_judged_and_else_two_that_are_most_unlike() -> None:
    met = set()
    for path in (f"/pages/{number}" for number in range(40)):
        assert ways_judged(path, "ar", WAYS, scale=1) == WAYS
        (arabic,), (english,) = (ways_judged(path, language, WAYS, scale=0.1) for language in ("ar", "en"))
        assert arabic[0] != english[0]
        assert arabic[1] != english[1]
        met.add(arabic)
    assert met == set(WAYS)
