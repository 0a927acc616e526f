"""A text in the applicant's own words."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, first
from bawaba.core.text import T


@dataclass(frozen=True)
class Text:
    """``most`` characters; ``lines`` more than one makes a larger box."""

    name: str
    label: T
    most: int = 120
    lines: int = 1
    hint: T | None = None
    optional: bool = False
    latin: bool = False
    widget: ClassVar[str] = "text"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Trimmed; line breaks stay in a larger box."""
        raw = str((posted.get(self.name) or [""])[0])
        typed = raw.strip().replace("\r\n", "\n") if self.lines > 1 else first(posted, self.name)
        if not typed and self.optional:
            return None
        if not typed:
            raise BadAnswer(T(f"اكتب: {self.label.ar}.", en=f"Please fill in: {self.label.en}."), "missing")
        if len(typed) > self.most:
            says = T(f"أقصى طول {self.most} حرفًا.", en=f"At most {self.most} characters.")
            raise BadAnswer(says, "long")
        return typed

    def shown(self, answer: Any, facts: Facts) -> T:
        """As typed, in both."""
        return T(str(answer), en=str(answer))
