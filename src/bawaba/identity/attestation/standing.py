"""Whether an attestor, its key and its operator are to be believed in this very moment."""

from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet

from bawaba.identity.attestation.models import Attestor, AttestorKey, ClosedOperator
from bawaba.identity.attestation.problems import ChannelProblem, unauthorised
from bawaba.journal.prepared import Given, Prepared


def stands(attestor: Attestor, kid: str, operator: str) -> bool:
    """Asked anew, not of what was read before: open, its key not closed (an ended one was good when it signed), nor its operator."""
    good, closed = _asked(attestor, kid, operator)
    return good and not closed


def require_standing(attestor: Attestor, kid: str, operator: str) -> None:
    """A problem unless it stands."""
    good, closed = _asked(attestor, kid, operator)
    if closed:
        raise ChannelProblem("operator-closed", 403, "Nothing is taken in the name of this operator.")
    if not good:
        raise unauthorised("The attestor or its key was closed.")


def _asked(attestor: Attestor, kid: str, operator: str) -> tuple[bool, bool]:
    """Whether attestor and key are good, and whether the operator was closed, by one statement: of one moment."""
    rows = STANDING.rows(attestor=attestor.pk, kid=kid, operator=operator)
    state, with_key, closed = rows[0] if rows else ("", False, False)
    return state == "open" and (not kid or with_key), bool(operator) and closed


def _standing() -> QuerySet[Any]:
    keys = AttestorKey.objects.filter(attestor=OuterRef("pk"), kid=Given("kid", CharField()), closed_at__isnull=True)
    closed = ClosedOperator.objects.filter(attestor=OuterRef("pk"), operator=Given("operator", CharField()))
    rows = Attestor.objects.filter(pk=Given("attestor", BigIntegerField()))
    return rows.values_list("state", Exists(keys), Exists(closed))


STANDING = Prepared(_standing)
