"""Message templates: one file each in templates/, both languages."""

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from bawaba.core.text import T


@dataclass(frozen=True)
class MessageTemplate:
    """What is said. ``moments`` and ``amounts`` name the values that are dates and halalas."""

    slug: str
    sms: T
    title: T | None = None
    body: T | None = None
    moments: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()


@cache
def templates() -> dict[str, MessageTemplate]:
    """All of them by slug."""
    folder = Path(__file__).parent / "templates"
    names = [module.name for module in pkgutil.iter_modules([str(folder)])]
    found = [import_module(f"bawaba.messaging.templates.{name}").TEMPLATE for name in names]
    return {template.slug: template for template in found}
