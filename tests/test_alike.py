"""The yardstick itself: it sees a shift of a third of a deviation in 400, and nothing where nothing is."""

import random

import pytest

from alike import p_of_two, told_apart, widest_gap


@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [
        (range(20), range(20), 1.0),
        (range(20), range(100, 120), 0.0),
        (range(0, 100, 2), range(25, 125, 2), 0.0559),
        (range(0, 200, 2), range(25, 225, 2), 0.3372),
        (range(400), range(40, 440), 0.0341),
        (range(400), range(30, 430), 0.2003),
    ],
)
def test_chances_are_those_of_the_limit_distribution(one: range, other: range, chance: float) -> None:
    """The values are those of SciPy's ks_2samp(method="asymp")."""
    assert p_of_two(list(one), list(other)) == pytest.approx(chance, abs=0.007)


def test_classes_of_one_distribution_are_rarely_told_apart() -> None:
    dice = random.Random(7)
    mistaken = 0
    for _ in range(200):
        mistaken += bool(told_apart({str(one): [dice.gauss(5, 1) for _ in range(100)] for one in range(6)}))
    assert mistaken <= 6, "one in a hundred, and never seven in two hundred"


def test_one_class_that_is_a_little_slower_is_seen() -> None:
    dice = random.Random(7)
    times = {str(one): [dice.gauss(5, 1) for _ in range(400)] for one in range(6)}
    times["slow"] = [dice.gauss(5.4, 1) for _ in range(400)]
    found = told_apart(times)
    assert found
    assert all("slow" in one for one in found)
    assert widest_gap(times) == pytest.approx(0.4, abs=0.15)
