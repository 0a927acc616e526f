"""Conditions: small, reusable, one frozen dataclass a file; each gives one of four answers."""

from bawaba.cases.conditions.account_awake import AccountAwake
from bawaba.cases.conditions.account_cooled_down import AccountCooledDown
from bawaba.cases.conditions.document_valid import DocumentValid
from bawaba.cases.conditions.has_unpaid_violations import HasUnpaidViolations
from bawaba.cases.conditions.inside_country import InsideCountry
from bawaba.cases.conditions.no_unpaid_violations import NoUnpaidViolations
from bawaba.cases.conditions.shape import Condition

__all__ = [
    "AccountAwake",
    "AccountCooledDown",
    "Condition",
    "DocumentValid",
    "HasUnpaidViolations",
    "InsideCountry",
    "NoUnpaidViolations",
]
