"""One Chromium for all tests of a process, and what it is told."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

# The shell is the same engine without the window around it, and costs a third less; it shows no notifications.
WITH_WINDOW = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = ("chromium-headless-shell", *WITH_WINDOW)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--force-color-profile=srgb"]
# What runs for a moment is not worth optimising: a page that axe looks at costs a fifth less without.
FLAGS += ["--js-flags=--no-turbofan --no-maglev"]
FLAGS += ["--renderer-process-limit=1"]  # each context has one of its own all the same, but none is started in reserve


def launched(kind: BrowserType, *flags: str, whole: bool = False) -> Browser:
    """The first that this machine has, else Playwright's own; ``whole``: no shell will do."""
    found = next((path for name in (WITH_WINDOW if whole else CHROMIUM) if (path := shutil.which(name))), None)
    own = "chromium" if whole else None  # Playwright's name for the one that is no shell
    return kind.launch(executable_path=found, channel=None if found else own, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Opened once a process, by the first test that uses it."""
    with sync_playwright() as playwright:
        opened = launched(playwright.chromium)
        yield opened
        opened.close()
