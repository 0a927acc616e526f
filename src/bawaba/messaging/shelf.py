"""Message templates: one file each in templates/, both languages."""

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal

from bawaba.core.text import T

Kind = Literal["code", "security", "registration", "case", "reminder"]
CHOSEN: tuple[Kind, ...] = ("case", "reminder")  # of these a person chooses how and when they come


@dataclass(frozen=True, kw_only=True)
class MessageTemplate:
    """What is said. ``moments`` and ``amounts`` name the values that are dates and halalas.

    ``deadline`` names the moment before which it must be known. ``urgent``: neither held nor switched off, whatever its kind.
    ``wakes``: False where its reader cannot have allowed a browser yet; then nobody looks for one.
    """

    slug: str
    kind: Kind
    sms: T
    title: T | None = None
    body: T | None = None
    moments: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    deadline: str = ""
    urgent: bool = False
    wakes: bool = True

    @property
    def always(self) -> bool:
        """Goes at once and wherever it was written to: nobody has a say in it."""
        return self.urgent or self.kind not in CHOSEN


@cache
def templates() -> dict[str, MessageTemplate]:
    """All of them by slug."""
    folder = Path(__file__).parent / "templates"
    names = [module.name for module in pkgutil.iter_modules([str(folder)])]
    found = [import_module(f"bawaba.messaging.templates.{name}").TEMPLATE for name in names]
    return {template.slug: template for template in found}
