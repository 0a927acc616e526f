"""Pure decisions about officers."""

from collections.abc import Collection

ROLES = ("officer", "supervisor")


def is_own_case(officer: str, subject: str, household: Collection[str]) -> bool:
    """Whether ``subject`` is the officer, or of the officer's household: person keys, as the register knows them."""
    return subject == officer or subject in household
