"""Fraud review: what waits under an identifier is held by the system, and released by an officer."""

from uuid import UUID

from django.db import transaction

from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index


def hold_for_review(*, number: str, by: Actor) -> None:
    """One set-wide UPDATE and one event with the count; presence still goes on, as kiosk first or bank first."""
    step = ENROLMENT.move("hold")
    index = blind_index("enrolment.identifier", number)
    with transaction.atomic():
        rows = Enrolment.objects.filter(identifier_index=index, state__in=step.sources)
        first = rows.values_list("uuid", flat=True).first()
        count = rows.update(state=step.target)
        if count and first is not None:
            record(Happening("enrolment.hold", first, by, {"reason": "wrong_live_codes"}, count=count))


def release_enrolment(*, reference: str, by: Actor) -> UUID:
    """An officer has looked: it waits for presence again. IllegalMove when it is not, or no longer, held."""
    step = ENROLMENT.move("release")
    index = blind_index("enrolment.reference", reference)
    with transaction.atomic():
        held = Enrolment.objects.filter(reference=index, state__in=step.sources)
        found = held.values_list("uuid", flat=True).first()
        if found is None or not held.update(state=step.target):
            raise IllegalMove("release")
        record(Happening("enrolment.release", found, by))
    return found
