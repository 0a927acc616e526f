"""What the applicant typed: a claim, kept sealed as one JSON (R12)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from uuid import UUID

from bawaba.journal.vault import opener, seal, unseal

CELL = "enrolment.claims"


@dataclass(frozen=True)
class Claims:
    """Every value a page asks for; empty until it was typed. Dates are ISO, the Hijri date of birth as it was entered."""

    identifier_kind: str = ""
    identifier: str = ""
    reference: str = ""
    birth_date: str = ""
    birth_date_hijri: str = ""
    first_ar: str = ""
    father_ar: str = ""
    grandfather_ar: str = ""
    family_ar: str = ""
    first_en: str = ""
    father_en: str = ""
    grandfather_en: str = ""
    family_en: str = ""
    nationality: str = ""
    country: str = ""
    passport: str = ""
    visa: str = ""
    home_id: str = ""
    phone: str = ""
    email: str = ""
    user_name: str = ""

    def updated(self, typed: Mapping[str, str]) -> "Claims":
        """The same with what was typed anew; unknown names are dropped."""
        known = {field.name for field in fields(self)}
        return replace(self, **{name: value for name, value in typed.items() if name in known})


def seal_claims(enrolment: UUID, claims: Claims) -> bytes:
    """Encrypt under the enrolment's own key."""
    return seal(enrolment, CELL, enrolment, json.dumps({f.name: getattr(claims, f.name) for f in fields(claims)}))


def open_claims(enrolment: UUID, sealed: bytes | memoryview) -> Claims:
    """Decrypt."""
    return Claims(**json.loads(unseal(enrolment, CELL, enrolment, sealed)))


def open_claims_beside(enrolment: UUID, sealed: bytes | memoryview, wrapped_key: bytes | None) -> Claims:
    """Decrypt what came ``with_keys``; Erased."""
    return Claims(**json.loads(opener(enrolment, wrapped_key)(CELL, enrolment, bytes(sealed))))
