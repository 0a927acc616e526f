"""A state is a word of our own code: it stands in the statement itself, where every other value is a parameter.

SQLite does not see that a partial index of open, live or waiting rows holds for what is only a parameter, and reads the
whole table; PostgreSQL sees it only as long as it plans the statement anew each time.
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
        return _with_words(self.lhs, *super().process_rhs(compiler, connection))


@CharField.register_lookup
class StateIn(In):
    """``state__in=``."""

    def process_rhs(self, compiler: Any, connection: Any) -> Compiled:
        """Django's, with the words in it."""
        return _with_words(self.lhs, *super().process_rhs(compiler, connection))


def _with_words(column: Any, sql: str, values: Sequence[Any]) -> Compiled:
    words = [f"'{value}'" for value in values if isinstance(value, str) and WORD.fullmatch(value)]
    is_state = getattr(getattr(column, "target", None), "name", "") == "state"
    if not is_state or len(words) != len(values) or sql.count("%s") != len(words):
        return sql, values
    return sql % tuple(words), ()
