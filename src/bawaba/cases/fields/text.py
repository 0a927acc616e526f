"""A text in the applicant's own words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from unicodedata import category

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted
from bawaba.core.digits import ascii_digits, without_marks, without_turns
from bawaba.core.text import T
from bawaba.registers.ports import Person

Now = Callable[[Person, Mapping[str, Any]], str]


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
    form: str = ""  # a pattern that it must have as a whole; the hint says which
    now: Now | None = None  # what the register has in its place: an officer reads the answer beside it
    widget: ClassVar[str] = "text"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Trimmed; line breaks stay in a larger box."""
        typed = without_turns(str((posted.get(self.name) or [""])[0]))
        typed = typed.strip().replace("\r\n", "\n") if self.lines > 1 else " ".join(typed.split())
        typed = ascii_digits(typed) if self.latin else typed
        typed = typed if without_marks(typed).strip() else ""  # nothing that anybody sees
        if not typed and self.optional:
            return None
        if not typed:
            raise BadAnswer(T(f"اكتب: {self.label.ar}.", en=f"Please fill in: {self.label.en}."), "missing")
        if len(typed) > self.most:
            says = T(f"أقصى طول {self.most} حرفًا.", en=f"At most {self.most} characters.")
            raise BadAnswer(says, "long")
        self._check(typed)
        return typed

    def _check(self, typed: str) -> None:
        if any(category(letter) == "Cc" and letter != "\n" for letter in typed):
            raise BadAnswer(T("فيما كتبته رموز لا تُقبل.", en="It holds characters that are not accepted."), "letters")
        if self.latin and not typed.isascii():
            raise BadAnswer(T("اكتب بحروف وأرقام لاتينية.", en="Type Latin letters and figures."), "latin")
        if self.form and not re.fullmatch(self.form, typed):
            raise BadAnswer(self.hint or T(f"راجع: {self.label.ar}.", en=f"Please check: {self.label.en}."), "form")

    def shown(self, answer: Any, facts: Facts) -> T:
        """As typed, in both."""
        return T(str(answer), en=str(answer))
