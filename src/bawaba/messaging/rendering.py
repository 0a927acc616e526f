"""Put a template and its values into a person's language."""

from collections.abc import Mapping
from datetime import datetime

from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

Value = str | T
Kept = str | list[str]  # a text of both languages is kept as both


def kept(values: Mapping[str, Value]) -> dict[str, Kept]:
    """As it is sealed with a message: a letter is read in whatever language its reader has then."""
    return {name: [one.ar, one.en] if isinstance(one, T) else one for name, one in values.items()}


def rendered(text: T, template: MessageTemplate, values: Mapping[str, Kept], language: str) -> str:
    """Numbers stay in Latin digits: phones copy codes and references from messages."""
    reader = Reader(language=language, digits="latn")
    said = {name: T(one[0], en=one[1]).in_(language) if isinstance(one, list) else one for name, one in values.items()}
    shown = {name: _shown(name, value, template, reader) for name, value in said.items()}
    return text.in_(language).format(**shown)


def _shown(name: str, value: str, template: MessageTemplate, reader: Reader) -> str:
    if name in template.moments:
        return reader.moment(datetime.fromisoformat(value))
    if name in template.amounts:
        return reader.money(Money(int(value)))
    return grouped(value) if name == "reference" else value


def deadline_of(template: MessageTemplate, values: Mapping[str, Kept | T]) -> datetime | None:
    """The moment before which its reader must know."""
    said = values.get(template.deadline)
    return datetime.fromisoformat(said) if isinstance(said, str) else None
