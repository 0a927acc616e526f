"""Each component is a macro file, a style sheet and a story; each is used; its story shows on /design."""

import re
from pathlib import Path

import pytest
from django.test import Client

from bawaba_design.catalogue import COMPONENTS
from bawaba_design.paths import SOURCES, TEMPLATES

FOLDER = TEMPLATES / "bawaba_design"
PAGES = Path(__file__).parents[2] / "src/bawaba/web"
NAMES = [one.name for one in COMPONENTS]
BESIDES = {"tokens", "ground", "home", "pages", "stories", "kiosk", "visit"}
WIDEST = 170  # a sentence in two languages stands on one line


def macros(name: str) -> list[str]:
    return re.findall(r"{% macro (\w+)", (FOLDER / "components" / f"{name}.html").read_text())


def test_the_three_shelves_hold_the_same_names() -> None:
    assert {path.stem for path in (FOLDER / "components").glob("*.html")} == set(NAMES)
    assert {path.stem for path in (FOLDER / "stories").glob("*.html")} == set(NAMES)
    assert {path.stem for path in SOURCES.glob("*.css")} - BESIDES == set(NAMES)


def test_no_two_macros_have_one_name() -> None:
    every = [macro for name in NAMES for macro in macros(name)]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", NAMES)
def test_a_component_is_used_by_a_page_and_shown_in_its_story(name: str) -> None:
    pages = "\n".join(path.read_text() for path in PAGES.rglob("*.html"))
    own = macros(name)
    assert any(re.search(rf"\b[bf]\.{macro}\(", pages) for macro in own)
    story = (FOLDER / "stories" / f"{name}.html").read_text()
    inside = "\n".join(path.read_text() for path in (FOLDER / "components").glob("*.html"))
    for macro in own:
        shown = re.search(rf"\bb\.{macro}\(", story)
        assert shown or re.search(rf"(?<!macro )(?<![\w.]){macro}\(", inside), macro


@pytest.mark.parametrize("name", NAMES)
def test_a_story_answers_with_both_directions_and_both_themes(client: Client, name: str) -> None:
    page = client.get(f"/design/{name}").content.decode()
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        for theme in ("light", "dark"):
            assert f'lang="{language}" dir="{direction}" data-theme="{theme}"' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_index_lists_every_story_and_knows_no_other(client: Client) -> None:
    page = client.get("/design/").content.decode()
    assert set(re.findall(r'href="/design/(\w+)"', page)) == set(NAMES)
    assert client.get("/design/nothing").status_code == 404


def test_styles_are_readable() -> None:
    long = [
        f"{path.name}:{n}" for path in SOURCES.glob("*.css") for n, line in enumerate(path.open(), 1) if len(line) > 121
    ]
    assert not long


def test_templates_have_no_style_or_handler_of_their_own() -> None:
    for path in [*FOLDER.rglob("*.html"), *PAGES.rglob("*.html")]:
        assert not re.search(r"""\s(style|on\w+)=["']""", path.read_text()), path
