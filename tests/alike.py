"""Whether several ways of being answered can be told apart by their time: two-sample Kolmogorov-Smirnov tests, Holm's correction."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import median

SIGNIFICANT = 0.01
TERMS = 100


def p_of_two(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely two samples of one distribution lie this far apart: the limit distribution with Stephens' correction."""
    first, second = sorted(one), sorted(other)
    apart = max(
        abs(bisect_right(first, at) / len(first) - bisect_right(second, at) / len(second)) for at in first + second
    )
    root = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    reach = (root + 0.12 + 0.11 / root) * apart
    if reach < 0.2:  # the series does not converge there, and its sum is 1
        return 1.0
    terms = (2 * (-1) ** (at - 1) * math.exp(-2 * (at * reach) ** 2) for at in range(1, TERMS))
    return min(1.0, max(0.0, sum(terms)))


def told_apart(times: Mapping[str, Sequence[float]]) -> list[str]:
    """Pairs whose difference is significant at 1 % after Holm's correction over all pairs."""
    judged = sorted((p_of_two(times[one], times[other]), one, other) for one, other in combinations(sorted(times), 2))
    found = []
    for number, (chance, one, other) in enumerate(judged):
        if chance * (len(judged) - number) > SIGNIFICANT:
            break
        found.append(f"{one} and {other}: p = {chance:.1e}")
    return found


def widest_gap(times: Mapping[str, Sequence[float]]) -> float:
    """Seconds between the quickest and the slowest median."""
    middles = [median(seen) for seen in times.values()]
    return max(middles) - min(middles)
