"""Every number that names a person, behind one call: ``parse(kind, text) -> Identifier``."""

from bawaba.core.identifiers.mrz import check_mrz_line
from bawaba.core.identifiers.parsing import Identifier, InvalidIdentifier, Policy, kinds, parse

__all__ = ["Identifier", "InvalidIdentifier", "Policy", "check_mrz_line", "kinds", "parse"]
