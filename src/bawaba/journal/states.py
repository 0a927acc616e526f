"""A state is a word of our own code: it stands in the statement itself, where every other value is a parameter.

SQLite does not see that a partial index of open, live or waiting rows holds for what is only a parameter, and reads the
whole table; PostgreSQL sees it only as long as it plans the statement anew each time. SQLite wants the very list of the
index besides: whoever asks for fewer states says the index's condition first.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField
from django.db.models.lookups import Exact, In

WORD = re.compile("[a-z_]+")  # nothing in it means anything to a database
Compiled = tuple[str, Sequence[Any]]


@CharField.register_lookup
class StateIs(Exact):
    """``state=``."""

    def process_rhs(self, compiler: Any, connection: Any) -> Compiled:
        """Django's, with the word in it."""
        return _with_words(self.lhs, [self.rhs], *super().process_rhs(compiler, connection))


@CharField.register_lookup
class StateIn(In):
    """``state__in=``."""

    def process_rhs(self, compiler: Any, connection: Any) -> Compiled:
        """Django's, with the words in it."""
        asked = self.rhs if self.rhs_is_direct_value() else [self.rhs]
        return _with_words(self.lhs, asked, *super().process_rhs(compiler, connection))


def _with_words(column: Any, asked: Any, sql: str, values: Sequence[Any]) -> Compiled:
    """Only where plain words and nothing else were asked for: in an expression or a subquery stands what is not ours."""
    is_state = getattr(getattr(column, "target", None), "name", "") == "state"
    if not is_state or not all(type(one) is str and WORD.fullmatch(one) for one in asked):
        return sql, values
    return sql % tuple(f"'{value}'" for value in values), ()
