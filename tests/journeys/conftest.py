"""A browser and a running demo, made once a process for all journeys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bawaba_sandbox.demo import Demo, Post
from bawaba_sandbox.rehearsal.people import Addresses, Person
from demos import addresses_of, prepared_demo

SIZES = {"phone": (390, 844), "desktop": (1280, 900), "kiosk": (1080, 1920)}
Opened = Callable[..., Page]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The whole demo, running."""
    with prepared_demo(tmp_path_factory.mktemp("demo"), "bawaba_journeys") as demo:
        demo.start()
        yield demo


@pytest.fixture(scope="session")
def at(demo: Demo) -> Addresses:
    """Where it runs."""
    return addresses_of(demo)


@pytest.fixture
def desk_code(demo: Demo, at: Addresses) -> str:
    """A fresh code of Noor's for the desk, from the console."""
    noor = Person(at, "citizen", "noor")
    return demo.employ(Post("noor", noor.kind, noor.number))[0]


@pytest.fixture
def reviewer_code(demo: Demo, at: Addresses) -> str:
    """The same of Khalid's, who reviews."""
    khalid = Person(at, "gcc_citizen", "khalid")
    return demo.employ(Post("khalid", khalid.kind, khalid.number, reviews=True))[0]


@pytest.fixture
def page_of(browser: Browser, at: Addresses) -> Iterator[Opened]:
    """``page_of("phone", "ar", scheme="dark")``: a fresh browser of somebody."""
    contexts = []

    def opened(size: str, language: str, scheme: str = "light", **more: object) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **more)
        cookie = {"name": "reading", "value": f"language={language}", "url": at.portal}
        context.add_cookies([cookie])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
