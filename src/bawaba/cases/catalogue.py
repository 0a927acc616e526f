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
    """Services whose title, description or everyday words hold every word of the search, folded."""
    words = [_bare(word) for word in fold(text).split()]
    return [one for one in services().values() if all(any(w in known for known in _words(one)) for w in words)]


def _bare(word: str) -> str:
    """Without the article: who types المخالفة means مخالفة."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _words(service: EService) -> list[str]:
    agency = AGENCIES[service.agency]
    texts = (service.title, service.about, agency)
    return fold(" ".join([*(f"{t.ar} {t.en}" for t in texts), *service.words])).split()


def _of_the_folder() -> Iterable[EService]:
    package = import_module(SHELF)
    for module in pkgutil.walk_packages(package.__path__, f"{SHELF}."):
        service = getattr(import_module(module.name), "SERVICE", None)
        if service is not None:
            yield service
