"""What a reference in a letter speaks of, as far as it is its reader's to open."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import CharField, Q, Value

from bawaba.cases.appointments.queries import appointments_named
from bawaba.cases.models import Application


@dataclass(frozen=True)
class Spoken:
    """``application`` of one's own, ``invitation`` to another's, or ``appointment``."""

    kind: Literal["application", "invitation", "appointment"]
    uuid: UUID


def spoken_of(account: UUID, reference: str) -> Spoken | None:
    """One statement; None for what is another's, and for what is neither application nor appointment."""
    if not reference:
        return None
    named = Application.objects.filter(reference=reference)
    own = named.filter(account=account).annotate(kind=_kind("application"))
    other = named.filter(~Q(account=account), counterparty=account).annotate(kind=_kind("invitation"))
    columns = ("kind", "uuid")
    appointments = appointments_named(account, reference).annotate(kind=_kind("appointment"))
    found = own.values_list(*columns).union(other.values_list(*columns), appointments.values_list(*columns), all=True)
    return next((Spoken(*row) for row in found), None)


def _kind(name: str) -> Value:
    return Value(name, CharField())
