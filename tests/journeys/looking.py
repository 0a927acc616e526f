"""What is wrong with the page that a browser shows: for a screen reader, for a thumb, for a small screen, for privacy."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response

SMALL = """() => [...document.querySelectorAll('button, .btn, select, summary, nav a, .chips a, input:not([type=hidden])')]
  .filter((one) => !['radio', 'checkbox'].includes(one.type) && one.offsetParent && !one.closest('.hidden, .tray'))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
  .filter(([, height]) => height > 1 && height < 43.5)"""
VIOLATIONS = "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def problems_of(page: Page) -> list[str]:
    """What axe calls serious or critical, what is wider than the screen, what a thumb misses."""
    if not page.evaluate("'axe' in window"):  # half a megabyte: sent once, and every later page of this tab brings it
        page.add_init_script(AXE_SCRIPT)
        page.evaluate(AXE_SCRIPT)
    found = [
        f"{page.url}: {one['id']} ({one['impact']}): {[node['target'] for node in one['nodes']][:3]}"
        for one in page.evaluate(VIOLATIONS)
        if one["impact"] in {"serious", "critical"}
    ]
    found += [f"{page.url}: {height:.0f} px high: {what}" for what, height in page.evaluate(SMALL)]
    return found + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """What would have to be scrolled sideways."""
    wide = page.evaluate(WIDE)
    return [f"{page.url}: {wide} px wider than {page.viewport_size}"] if wide > 0 else []


def watch(page: Page, home: str) -> list[str]:
    """Requests that leave the portal, parts that fail, errors and refusals of the browser (its policy's included)."""
    seen: list[str] = []

    def answered(one: Response) -> None:
        if one.status >= 400 and one.request.resource_type != "document":
            seen.append(f"{one.status} {one.url}")

    page.on("request", lambda one: None if one.url.startswith((home, "data:")) else seen.append(one.url))
    page.on("response", answered)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "console",
        lambda one: seen.append(f"{urlsplit(page.url).path}: {one.text}") if _counts(one.type, one.text) else None,
    )
    return seen


def _counts(kind: str, text: str) -> bool:
    """Of a failed part the response has told already; of the page itself its status is meant."""
    return kind in {"error", "warning"} and "the server responded with a status" not in text
