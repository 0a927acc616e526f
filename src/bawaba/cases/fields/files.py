"""Attachments: each was taken in, checked and sealed before; the answer names them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted
from bawaba.core.text import T


@dataclass(frozen=True)
class Files:
    """``most`` files; ``optional`` when none is needed. An answer is a list of "uuid/name"."""

    name: str
    label: T
    most: int = 3
    hint: T | None = None
    optional: bool = False
    widget: ClassVar[str] = "files"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Handles of what was taken in."""
        found = [one for one in posted.get(self.name) or () if "/" in one]
        if not found and not self.optional:
            raise BadAnswer(T("أرفق ملفًا واحدًا على الأقل.", en="Attach at least one file."), "missing")
        if len(found) > self.most:
            raise BadAnswer(T(f"أقصى عدد للمرفقات {self.most}.", en=f"At most {self.most} attachments."), "many")
        return found or None

    def shown(self, answer: Any, facts: Facts) -> T:
        """Their names."""
        names = [one.partition("/")[2] for one in answer]
        return T("، ".join(names), en=", ".join(names))
