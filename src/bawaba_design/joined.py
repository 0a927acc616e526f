"""Templates whose values are escaped where they are joined: most hold nothing to escape, and need no wrapper around them."""

import re
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


class Joined(Template):
    """A page escapes 280 values; ``markupsafe.escape`` wraps each in a ``Markup`` that is thrown away in the next step."""

    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, globals: Any, uptodate: Any = None) -> Template:  # noqa: A002 - Jinja2's name
        """The compiled template, with the escaping below where Jinja2 imports its own."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__["escape"] = escaped
        return made


def escaped(value: Any) -> str:
    """What ``escape`` gives, for output only: a plain string when nothing in it is special."""
    kind = type(value)
    if kind is Markup or (kind is str and not _special(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)
