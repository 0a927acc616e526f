"""Whom an attestation names as its operator: one of the staff by name, a bank's clerk as the bank wrote it."""

from uuid import UUID

from bawaba.core.text import T
from bawaba.identity.staff.queries import officer_names


def name_of_operator(written: str) -> T:
    """As the officer is called, or as it was written."""
    try:
        handle = UUID(written)
    except ValueError:
        return T(written, en=written)
    return officer_names([handle]).get(handle, T(written, en=written))
