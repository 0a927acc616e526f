"""The shelf of e-services: the files of ``services/`` and the entry points of other packages; and the agencies."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from bawaba.cases.eservice import EService
from bawaba.core.names import fold
from bawaba.core.text import T

SHELF = "bawaba.services"
LONG = 4  # shorter words have nothing to lose
ENDINGS = ("تي", "ي", "ه", "s")
SMALL = frozenset(
    [
        "i",
        "my",
        "me",
        "a",
        "an",
        "the",
        "to",
        "of",
        "for",
        "on",
        "in",
        "is",
        "do",
        "how",
        "can",
        "want",
        "need",
        "get",
        "please",
        "and",
        "or",
        "with",
        "في",
        "من",
        "على",
        "عن",
        "الى",
        "او",
        "و",
        "لي",
        "انا",
        "كيف",
        "اريد",
        "ابي",
        "ابغي",
        "ودي",
        "احتاج",
        "هل",
        "ممكن",
        "ما",
    ]
)
AGENCIES = {
    "civil_affairs": T("الأحوال المدنية", en="Civil Affairs"),
    "passports": T("الجوازات", en="Passports"),
    "traffic": T("المرور", en="Traffic"),
    "public_security": T("الأمن العام", en="Public Security"),
    "prisons": T("السجون", en="Prisons"),
    "general": T("خدمات عامة", en="General services"),
}


class TwoOfOneName(ValueError):
    """Two files give the same slug: start-up refuses."""


@cache
def services() -> dict[str, EService]:
    """All of them by slug."""
    found: dict[str, EService] = {}
    for service in [*_of_the_folder(), *(entry.load() for entry in entry_points(group=SHELF))]:
        if service.slug in found:
            raise TwoOfOneName(service.slug)
        found[service.slug] = service
    return found


def search(text: str) -> list[EService]:
    """Services that hold the words of the search, folded, in title, description or everyday words.

    Those that hold every word, else those that hold most; what is called so first. Nothing for words that nobody knows.
    """
    typed = _fold(text).split()
    words = [_forms(word) for word in typed if word not in SMALL] or [_forms(word) for word in typed]
    held = [(one, *(_count(known, words) for known in _known(one.slug))) for one in services().values()]
    most = max((every for _, _, every in held), default=0)
    if words and not most:
        return []
    return [one for one, _, every in sorted(held, key=lambda row: -row[1]) if every == most]


def _fold(text: str) -> str:
    return fold(text).replace("ء", "ي")  # زاير is how many write زائر


def _forms(word: str) -> tuple[str, ...]:
    """المخالفة, جوازي and passports mean مخالفة, جواز and passport: without the article, "my" or the plural's s."""
    bare = word[2:] if word.startswith("ال") and len(word) > LONG else word
    short = next((bare[: -len(end)] for end in ENDINGS if bare.endswith(end) and len(bare) > LONG - 1), bare)
    return (bare, short)


def _count(known: str, words: list[tuple[str, ...]]) -> int:
    return sum(any(form in known for form in forms) for forms in words)


@cache
def _known(slug: str) -> tuple[str, str]:
    """Its title, and everything that finds it, folded once."""
    service = services()[slug]
    texts = (service.title, service.about, AGENCIES[service.agency])
    title = _fold(f"{service.title.ar} {service.title.en}")
    return title, _fold(" ".join([*(f"{t.ar} {t.en}" for t in texts), *service.words]))


def _of_the_folder() -> Iterable[EService]:
    package = import_module(SHELF)
    for module in pkgutil.walk_packages(package.__path__, f"{SHELF}."):
        service = getattr(import_module(module.name), "SERVICE", None)
        if service is not None:
            yield service
