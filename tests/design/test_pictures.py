"""Each story beside its picture, which was taken before; how to renew them stands in docs/add/component.md."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from bawaba_design.catalogue import COMPONENTS

PICTURES = Path(__file__).parent / "pictures"
RENEW = os.environ.get("PICTURES") == "renew"
WIDTH = 480  # of a committed picture; the page is taken at 1280
BLOCK = 16
MEAN, WORST = 3.0, 40.0  # of 255: letters may be drawn a little differently, nothing may move or change its colour


def taken(page: Any) -> Image.Image:
    """The four panels, small and in shades of few colours."""
    raw = page.locator(".story-panels").screenshot(animations="disabled", caret="hide")
    full = Image.open(io.BytesIO(raw)).convert("RGB")
    return full.resize((WIDTH, round(full.height * WIDTH / full.width)), Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference, and that of the worst block."""
    difference = ImageChops.difference(one, other).convert("L")
    small = difference.resize((max(1, one.width // BLOCK), max(1, one.height // BLOCK)), Image.Resampling.BOX)
    return ImageStat.Stat(difference).mean[0], float(small.getextrema()[1])


@pytest.mark.parametrize("name", [one.name for one in COMPONENTS])
def test_a_story_looks_as_its_picture(shown: Any, name: str) -> None:
    now, file = taken(shown(f"/design/{name}")), PICTURES / f"{name}.png"
    if RENEW:
        now.quantize(48).save(file, optimize=True)
    before = Image.open(file).convert("RGB")
    assert abs(before.height - now.height) <= 2, f"{before.height} px high before, now {now.height}"
    size = (WIDTH, min(before.height, now.height))
    mean, worst = apart(before.crop((0, 0, *size)), now.crop((0, 0, *size)))
    assert mean <= MEAN, f"{mean:.1f} apart in the mean"
    assert worst <= WORST, f"{worst:.1f} apart in one block"


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in PICTURES.glob("*.png")} == {one.name for one in COMPONENTS}


def test_a_moved_thing_and_another_colour_are_seen(shown: Any) -> None:
    page = shown("/design/banner")
    before = taken(page)
    page.locator(".notice").first.evaluate("one => { one.style.marginBlockStart = '24px' }")
    moved = taken(page)
    assert abs(before.height - moved.height) > 2
    page.reload()
    page.locator(".notice.good").first.evaluate("one => { one.style.background = '#c33' }")
    assert apart(before, taken(page))[1] > WORST
