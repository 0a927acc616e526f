"""Lifting a quarantine takes two people of the staff: one proposes, another confirms, and both are in service (A34)."""

from uuid import UUID

from django.db import transaction

from bawaba.identity.attestation.lifecycle import KIOSK
from bawaba.identity.attestation.models import Attestor, Kiosk
from bawaba.identity.attestation.moving import CannotMove, move_attestor, turn_of
from bawaba.identity.attestation.quarantine import reasons_of
from bawaba.identity.codes.commands import take_turn
from bawaba.identity.staff.queries import NoOfficer, OfficerView, officer_in_service
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

PROPOSES, CONFIRMS = "enrol_devices", "manage_attestors"


class CannotLift(Exception):
    """``reason``: not_allowed, same_person, proposer_gone, still_wrong, or moved (somebody was faster)."""

    def __init__(self, reason: str, still: tuple[str, ...] = ()) -> None:
        """``still`` names what is still wrong with the kiosk."""
        super().__init__(reason)
        self.reason, self.still = reason, still


def propose_lift(*, attestor: Attestor, officer: OfficerView, place: str) -> None:
    """Whoever has looked at the kiosk says that it is as it must be. CannotLift."""
    _may(officer, PROPOSES)
    with transaction.atomic():
        take_turn(key=turn_of(attestor))
        _nothing_is_wrong(attestor)
        by = Actor("officer", str(officer.officer), place)
        try:
            move_attestor(attestor=attestor, move="propose_lift", by=by, proposed_by=officer.officer)
        except CannotMove as lost:
            raise CannotLift("moved") from lost


def confirm_lift(*, attestor: Attestor, officer: OfficerView, place: str) -> None:
    """Another person, by one conditional UPDATE on who proposed; the proposer is still in service. CannotLift."""
    _may(officer, CONFIRMS)
    step = KIOSK.move("confirm_lift")
    with transaction.atomic():
        take_turn(key=turn_of(attestor))
        _nothing_is_wrong(attestor)
        proposer = Attestor.objects.values_list("proposed_by", flat=True).get(pk=attestor.pk)
        if proposer == officer.officer:
            raise CannotLift("same_person")
        if proposer is None or not _in_service(proposer):
            raise CannotLift("proposer_gone")
        rows = Attestor.objects.filter(pk=attestor.pk, state__in=step.sources, proposed_by=proposer)
        if not rows.exclude(proposed_by=officer.officer).update(state=step.target, proposed_by=None):
            raise CannotLift("moved")
        Kiosk.objects.filter(attestor=attestor).update(reasons=[], quarantined_at=None)
        by = Actor("officer", str(officer.officer), place)
        record(Happening("attestor.confirm_lift", attestor.uuid, by, {"proposed_by": str(proposer)}))


def refuse_lift(*, attestor: Attestor, officer: OfficerView, place: str) -> None:
    """It stays where it is; also who proposed may take it back. CannotLift."""
    _may(officer, PROPOSES)
    by = Actor("officer", str(officer.officer), place)
    try:
        move_attestor(attestor=attestor, move="refuse_lift", by=by, proposed_by=None)
    except CannotMove as lost:
        raise CannotLift("moved") from lost


def _may(officer: OfficerView, permission: str) -> None:
    if not officer.may(permission):
        raise CannotLift("not_allowed")


def _in_service(officer: UUID) -> bool:
    """And still in the role in which it was proposed."""
    try:
        return officer_in_service(officer).may(PROPOSES)
    except NoOfficer:
        return False


def _nothing_is_wrong(attestor: Attestor) -> None:
    row = Kiosk.objects.filter(attestor=attestor).first()
    if row is None:
        raise CannotLift("moved")
    if wrong := reasons_of(row):
        raise CannotLift("still_wrong", tuple(wrong))
