"""The closed catalogue of event types: each room declares its own, and the journal refuses any other."""

from collections.abc import Iterable

_declared: dict[str, frozenset[str]] = {}


class UnknownEvent(LookupError):
    """An event type that no room declared."""


def declare(noun: str, verbs: Iterable[str]) -> None:
    """Make ``noun.verb`` recordable; a noun belongs to one room."""
    new = frozenset(verbs)
    if _declared.get(noun, new) != new:
        raise ValueError(f"{noun} is declared already, with other verbs")
    _declared[noun] = new


def require(event_type: str) -> None:
    """Raise unless the type was declared."""
    noun, _, verb = event_type.partition(".")
    if verb not in _declared.get(noun, frozenset()):
        raise UnknownEvent(event_type)


def event_types() -> tuple[str, ...]:
    """Every type, sorted; for the documentation."""
    return tuple(sorted(f"{noun}.{verb}" for noun, verbs in _declared.items() for verb in verbs))
