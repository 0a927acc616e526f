"""The two kinds of error over the threshold, and the operating point, as SVG."""

from collections.abc import Callable, Mapping
from math import log10
from typing import Any

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 50, 60
FLOOR = 1e-5  # below it nothing is drawn: "none seen" stands on the axis
TICK = 50
Figures = Mapping[str, Any]


def curve(figures: Figures) -> str:
    """Of one run, on the set that the threshold was not chosen on."""
    scores = {int(score): counts for score, counts in figures["histogram"].items()}
    highest = max(scores)
    last = (highest // TICK + 1) * TICK
    of_impostors = sum(impostors for _, impostors in scores.values())
    of_owners = sum(owners for owners, _ in scores.values())
    thresholds = sorted({0, *scores, *(score + 1 for score in scores), last})
    matched = [(one, sum(n for score, (_, n) in scores.items() if score >= one) / of_impostors) for one in thresholds]
    refused = [(one, sum(n for score, (n, _) in scores.items() if score < one) / of_owners) for one in thresholds]

    def x(threshold: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * threshold / last

    chosen = x(figures["threshold"])
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
            f"<title>Errors of {figures['matcher']} over its threshold</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *_axes(x, last),
            _line(matched, x, "#b3261e"),
            _line(refused, x, "#14573a"),
            f'<path d="M{chosen:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#222" stroke-dasharray="5 4"/>',
            f'<text x="{chosen + 6:.1f}" y="{TOP + 14}">threshold {figures["threshold"]}</text>',
            f'<text x="{LEFT}" y="22" fill="#b3261e">false matches, of {of_impostors:,} comparisons</text>',
            f'<text x="{LEFT}" y="40" fill="#14573a">false non-matches, of {of_owners:,} comparisons</text>',
            "</svg>\n",
        ]
    )


def _height(share: float) -> float:
    """Logarithmic; what was never seen lies on the axis."""
    depth = log10(max(share, FLOOR)) / log10(FLOOR)
    return TOP + (HEIGHT - TOP - BOTTOM) * depth


def _line(points: list[tuple[int, float]], x: Callable[[float], float], colour: str) -> str:
    """Steps: the share of one threshold holds until the next."""
    moves = [f"M{x(points[0][0]):.1f} {_height(points[0][1]):.1f}"]
    moves += [f"H{x(threshold):.1f}V{_height(share):.1f}" for threshold, share in points[1:]]
    return f'<path d="{"".join(moves)}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _axes(x: Callable[[float], float], last: int) -> list[str]:
    bottom = HEIGHT - BOTTOM
    drawn = [f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#222"/>']
    for power in range(5):
        at, said = _height(10.0**-power), "100 %" if power == 0 else f"{10.0 ** (2 - power):g} %"
        drawn.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{said}</text>')
    drawn.append(f'<text x="{LEFT - 8}" y="{bottom + 4}" text-anchor="end">none</text>')
    for score in range(0, last + 1, TICK):
        drawn.append(f'<text x="{x(score):.1f}" y="{bottom + 20}" text-anchor="middle">{score}</text>')
    drawn.append(
        f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 12}" text-anchor="middle">score that a match needs</text>'
    )
    return drawn
