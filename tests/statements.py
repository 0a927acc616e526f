"""What was asked of the database, without the values: whoever takes the same statements takes the same time."""

import re

from django.test.utils import CaptureQueriesContext

VALUES = re.compile(r"""'[^']*'|"s\d+_x\d+"|\b\d[\d.]*\b""")


def shapes_of(seen: CaptureQueriesContext) -> list[str]:
    """One text a statement, in their order."""
    return [VALUES.sub("?", one["sql"]) for one in seen.captured_queries]
