"""Every pair of tokens that is used keeps WCAG's ratio in both themes: text 4.5:1, focus ring and input borders 3:1."""

import re

import pytest

from bawaba_design.build import stylesheet
from bawaba_design.paths import SOURCES

TOKENS = (SOURCES / "tokens.css").read_text()
SURFACES = ("sand", "paper")
TEXT = [(ink, on) for ink in ("ink", "ink-soft", "sea", "palm", "gold", "brick") for on in SURFACES]
TEXT += [(name, f"{name}-soft") for name in ("sea", "palm", "gold", "brick")]
TEXT += [("ink", f"{name}-soft") for name in ("sea", "palm", "gold", "brick")]
TEXT += [("ink-soft", "sea-soft"), ("on-sea", "sea"), ("on-sea-deep", "sea-deep"), ("on-hero", "sea-deep")]
TEXT += [("on-gold", "gold-bright"), ("paper", "palm"), ("paper", "brick"), ("ink-soft", "line")]
EDGES = [(edge, on) for edge in ("focus-ring", "line-strong") for on in SURFACES]
EDGES += [("sea", on) for on in SURFACES] + [("gold-bright", "sea-deep"), ("brick", "paper"), ("palm", "paper")]
USED = re.compile(r"(?<![-\w])(color|background|background-color): var\(--([\w-]+)\)")


def theme(name: str) -> dict[str, str]:
    """Names and values of one theme, over those that both share."""
    shared = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", TOKENS)
    block = TOKENS[TOKENS.index(f"/* {name} */") :]
    own = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[: block.index("color-scheme")])
    return {**dict(reversed(shared)), **dict(own)}


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_readable(name: str, front: str, back: str) -> None:
    values = theme(name)
    assert ratio(values[front], values[back]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("edge", "back"), EDGES)
def test_rings_and_borders_are_seen(name: str, edge: str, back: str) -> None:
    values = theme(name)
    assert ratio(values[edge], values[back]) >= 3


def test_the_two_dark_blocks_are_the_same() -> None:
    """By the system's wish, and by the attribute: the source has one, and a browser is given two."""
    dark = [
        re.findall(r"--([\w-]+): ([^;]+);", block)
        for block in re.findall(r"\{([^{}]*color-scheme: dark[^{}]*)\}", stylesheet("tokens"))
    ]
    assert len(dark) == 2
    assert dark[0] == dark[1]


def test_every_pair_that_a_rule_sets_is_listed() -> None:
    listed, missing = set(TEXT), []
    for path in sorted(SOURCES.glob("*.css")):
        for rule in re.findall(r"\{([^{}]*)\}", path.read_text()):
            said = dict(USED.findall(rule))
            back = said.get("background") or said.get("background-color")
            if "color" in said and back and (said["color"], back) not in listed:
                missing.append(f"{path.name}: {said['color']} on {back}")
    assert not missing
