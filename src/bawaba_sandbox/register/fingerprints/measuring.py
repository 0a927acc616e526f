"""Genuine and impostor scores of two sets of synthetic fingers: a threshold from the first, figures from the second."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, exp, log

from bawaba_sandbox.register.fingerprints import ridges
from bawaba_sandbox.register.fingerprints.impressions import BY_AN_OFFICER, impression
from bawaba_sandbox.register.fingerprints.nbis import Nbis, Template
from bawaba_sandbox.register.fingerprints.records import Unreadable
from bawaba_sandbox.register.fingerprints.references import pictured, record_of, template_of

CONFIDENCE = 0.95
FINGER = "right_index"
Told = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured: so many fingers a set, so many captures of each, and how badly they are laid."""

    fingers: int
    captures: int
    seed: int
    wild: float


@dataclass(frozen=True)
class Scores:
    """Of one set; a capture that could not be read counts as unreadable and scores 0 against everybody."""

    genuine: tuple[int, ...]
    impostor: tuple[int, ...]
    unreadable: int


@dataclass(frozen=True)
class Rate:
    """Errors of comparisons, and the bound below which the rate lies with 95 % confidence (Clopper and Pearson)."""

    errors: int
    of: int

    @property
    def share(self) -> float:
        """Seen."""
        return self.errors / self.of

    @property
    def bound(self) -> float:
        """At most."""
        return upper_bound(self.errors, self.of)


def measured(nbis: Nbis, plan: Plan, name: str, told: Told) -> Scores:
    """Every capture of every finger against every finger on file."""
    keys = [f"measure:{plan.seed}:{name}:{number}" for number in range(plan.fingers)]
    grown = [ridges.finger(key) for key in keys]
    on_file = [_on_file(nbis, one, key) for one, key in zip(grown, keys, strict=True)]
    told(f"{name}: {plan.fingers} fingers are on file")
    genuine, impostor, unreadable = list[int](), list[int](), 0
    for number, key in enumerate(keys):
        for again in range(plan.captures):
            laid = pictured(impression(grown[number], ridges.random_of("capture", key, again), plan.wild))
            try:
                scores = nbis.scores(laid, on_file)
            except Unreadable:
                scores, unreadable = (0,) * plan.fingers, unreadable + 1
            genuine.append(scores[number])
            impostor.extend(scores[:number] + scores[number + 1 :])
    told(f"{name}: {len(genuine)} genuine and {len(impostor)} impostor comparisons")
    return Scores(tuple(genuine), tuple(impostor), unreadable)


def chosen(scores: Scores) -> int:
    """The least threshold that refuses every impostor of this set."""
    return max(scores.impostor) + 1


def false_matches(scores: Scores, threshold: int) -> Rate:
    """Impostors who would be let in."""
    return Rate(sum(score >= threshold for score in scores.impostor), len(scores.impostor))


def false_non_matches(scores: Scores, threshold: int) -> Rate:
    """Owners who would be refused."""
    return Rate(sum(score < threshold for score in scores.genuine), len(scores.genuine))


def is_no_matcher(scores: Scores, threshold: int) -> str:
    """Why this set says that nothing was compared; empty when it does not."""
    if false_matches(scores, threshold).share > 0.5:
        return "it accepts everybody"
    if false_non_matches(scores, threshold).share > 0.5:
        return "it accepts nobody"
    return ""


def upper_bound(errors: int, of: int) -> float:
    """One-sided: with a rate above it, so few errors are seen in less than one of twenty trials. No error: about 3/n."""
    if errors >= of:
        return 1.0
    low, high = errors / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(errors, of, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(errors: int, of: int, rate: float) -> float:
    """The chance of so many errors or fewer."""
    if not 0 < rate < 1:
        return 1.0 if rate <= 0 else 0.0
    return sum(exp(log(comb(of, one)) + one * log(rate) + (of - one) * log(1 - rate)) for one in range(errors + 1))


def _on_file(nbis: Nbis, grown: ridges.Field, key: str) -> Template:
    picture = pictured(impression(grown, ridges.random_of("on file", key), BY_AN_OFFICER))
    return template_of(record_of(picture, nbis.minutiae(picture), FINGER), FINGER)
