"""What is wrong with the page that a browser shows: for a screen reader, for a thumb, for a small screen, for privacy."""

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, Literal
from urllib.parse import urlsplit
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response

from promises import SCALE

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SMALL = """() => [...document.querySelectorAll('button, .btn, select, summary, nav a, .chips a, input:not([type=hidden])')]
  .filter((one) => !['radio', 'checkbox'].includes(one.type) && one.offsetParent && !one.closest('.hidden, .tray'))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
  .filter(([, height]) => height > 1 && height < 43.5)"""
# Axe draws a text and its first letter, and whatever comes out otherwise than letter by letter it takes for an icon of a
# ligature font, whose contrast it leaves alone: every Arabic text does, its letters join. We have no such font; on this
# canvas all drawings are alike.
ONE_LETTER_AS_ALL = """{
  canvas: {}, fillText() {}, clearRect() {}, measureText: (text) => ({ width: 30 * text.length }),
  getImageData: () => ({ data: new Uint8ClampedArray(4).fill(255) }),
}"""
# What axe calls moderate or minor, by its own description of the rule, is not asked.
MILD = re.findall(r'\{id:"([a-z-]+)",impact:"(?:moderate|minor)"', AXE_SCRIPT)
# No selectors: axe works one out for everything that it looks at, and what is wrong can be told by its markup.
VIOLATIONS = f"""async (rules) => {{
  const drawing = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = () => ({ONE_LETTER_AS_ALL});
  try {{
    const mild = Object.fromEntries({MILD}.map((rule) => [rule, {{ enabled: false }}]));
    const asked = {{ resultTypes: ['violations'], selectors: false, ...(rules ? {{ runOnly: rules }} : {{ rules: mild }}) }};
    return (await axe.run(asked)).violations;
  }} finally {{
    HTMLCanvasElement.prototype.getContext = drawing;
  }}
}}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # all of axe's that are on and look at a colour
DRAWN_AS_BEFORE = """() => {
  const boxes = [...document.querySelectorAll('*')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect(), style = getComputedStyle(one);
    return [x, y, width, height, style.display, style.visibility, style.opacity, style.overflow, style.position];
  });
  const drawn = JSON.stringify([document.documentElement.outerHTML, boxes]), as_before = drawn === window.drawn;
  window.drawn = drawn;
  return as_before;
}"""
AT_ONCE = "document.getAnimations().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish())"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ALL = f"async (rules) => 'axe' in window ? [await ({VIOLATIONS})(rules), ({SMALL})(), {WIDE}] : null"
REST = f"[[], ({SMALL})(), {WIDE}]"
Way = tuple[tuple[int, int], Scheme]


def problems_of(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe calls serious or critical (by all its rules, or by these), what is too wide, what a thumb misses."""
    page.wait_for_load_state()  # a click returns while the next page is still being read
    seen = page.evaluate(ALL, rules)
    if seen is None:  # half a megabyte: sent once, and every later page of this tab brings it
        page.add_init_script(AXE_SCRIPT)
        page.evaluate(AXE_SCRIPT)
        seen = page.evaluate(ALL, rules)
    return _told(page, seen)


def problems_in_ways(page: Page, sizes: Iterable[tuple[int, int]], schemes: Iterable[Scheme]) -> list[str]:
    """The same page in each size and scheme: it is asked for once, and the browser draws it anew.

    Where another scheme has changed no markup and moved nothing, only what looks at colours can find something new.
    """
    found, before = [], None
    page.wait_for_load_state()
    ways = list(product(sizes, schemes))
    judged = ways_judged(urlsplit(page.url).path, page.evaluate("document.documentElement.lang"), ways)
    for size, scheme in ways:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AT_ONCE)  # colours that fade from one scheme to the other
        if (size, scheme) in judged:
            again = page.evaluate(DRAWN_AS_BEFORE) and before == size
            problems, before = problems_of(page, COLOURS if again else None), size
        else:
            problems = _told(page, page.evaluate(REST))
        found += [f"{size[0]} px, {scheme}: {one}" for one in problems]
    return found


def ways_judged(path: str, language: str, ways: Sequence[Way], scale: float = SCALE) -> list[Way]:
    """In which of them axe looks at a page: in all at a promise's full number (A47), else in one.

    Which one the page's path tells, and the other language has what is most unlike it: other size, other scheme.
    """
    if scale >= 1:
        return list(ways)
    turn = crc32(path.encode()) % len(ways)
    return [ways[turn if language == "ar" else -1 - turn]]


def _told(page: Page, seen: tuple[list[dict[str, Any]], list[tuple[str, float]], int]) -> list[str]:
    violations, small, wide = seen
    found = [
        f"{page.url}: {one['id']} ({one['impact']}): {[node['html'][:120] for node in one['nodes']][:3]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]
    return found + [f"{page.url}: {height:.0f} px high: {what}" for what, height in small] + _too_wide(page, wide)


def too_wide(page: Page) -> list[str]:
    """What would have to be scrolled sideways."""
    page.wait_for_load_state()
    return _too_wide(page, page.evaluate(WIDE))


def _too_wide(page: Page, wide: int) -> list[str]:
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
