"""How a registration stands, for the helpline: by its reference, without anything that was typed into it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.identity.attestation.models import Attestation
from bawaba.identity.enrolment.queries import NoEnrolment, standing_of_reference
from bawaba.identity.staff.queries import OfficerView
from bawaba.identity.staff.rules import PORTAL
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.tracker import note_look


@dataclass(frozen=True)
class RegistrationStanding:
    """Its state, and until when it waits; nothing of whose it is."""

    state: str
    expires_at: datetime


def look_at_registration(*, reference: str, officer: OfficerView) -> RegistrationStanding | None:
    """None when there is none. A look is an event of the registration, and of the account that came of it."""
    try:
        found = standing_of_reference(reference)
    except NoEnrolment:
        return None
    by = Actor("officer", str(officer.officer))
    account = _account_of(found.evidence)
    with transaction.atomic():
        record(Happening("enrolment.look", found.enrolment, by))
        if account is not None and found.state == "activated":
            note_look(at=account, what="state", by=by, agency=PORTAL, role="helpline")
    over = found.state not in ("activated", "cancelled", "closed", "superseded") and found.expires_at <= clock.now()
    return RegistrationStanding("expired" if over else found.state, found.expires_at)


def _account_of(evidence: UUID | None) -> UUID | None:
    if evidence is None:
        return None
    return Attestation.objects.filter(uuid=evidence).values_list("account", flat=True).first()
