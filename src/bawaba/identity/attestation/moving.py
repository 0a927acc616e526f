"""The one move of an attestor: a conditional UPDATE along its table, after whoever states in the same moment."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField

from bawaba.identity.attestation.lifecycle import life_of
from bawaba.identity.attestation.models import Attestor
from bawaba.identity.codes.commands import take_turn
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import Given, Prepared, built, columns_of


class NoAttestor(LookupError):
    """None of that name."""


class CannotMove(Exception):
    """The attestor is not in a state from which this is possible, or somebody was faster."""


def attestor_named(slug: str) -> Attestor:
    """By its slug. NoAttestor."""
    rows = NAMED.rows(slug=slug) if slug.isprintable() else ()
    if not rows:
        raise NoAttestor(slug)
    return built(Attestor, rows[0])


NAMED = Prepared(lambda: Attestor.objects.filter(slug=Given("slug", CharField())).values_list(*columns_of(Attestor)))


def turn_of(attestor: Attestor) -> str:
    """Whoever takes it waits for statements under way, and statements wait for it: nothing slips in between."""
    return f"cap|{attestor.slug}"


def move_attestor(
    *, attestor: Attestor, move: str, by: Actor, told: Mapping[str, Any] | None = None, **more: UUID | None
) -> None:
    """In the caller's transaction or one of its own; ``more`` are columns that change with the state. CannotMove."""
    step = life_of(attestor.channel).move(move)
    with transaction.atomic():
        take_turn(key=turn_of(attestor))
        rows = Attestor.objects.filter(pk=attestor.pk, state__in=step.sources)
        if not rows.update(state=step.target, **more):
            raise CannotMove(f"{attestor.slug}: not {move} from {_state(attestor)}")
        record(Happening(f"attestor.{move}", attestor.uuid, by, dict(told or {})))


def _state(attestor: Attestor) -> str:
    return Attestor.objects.values_list("state", flat=True).get(pk=attestor.pk)
