"""Whether an attestor, its key and its operator are to be believed in this very moment."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, Exists, OuterRef, QuerySet

from bawaba.core import clock
from bawaba.identity.attestation.models import Attestation, Attestor, AttestorKey, ClosedOperator
from bawaba.identity.attestation.problems import ChannelProblem, unauthorised
from bawaba.journal.prepared import Given, Prepared


def stands(attestor: Attestor, kid: str, operator: str) -> bool:
    """Asked anew, not of what was read before: open, its key not closed (an ended one was good when it signed), nor its operator."""
    good, closed, _ = _asked(attestor, kid, operator, 1)
    return good and not closed


def require_standing(attestor: Attestor, kid: str, operator: str) -> None:
    """A problem unless it stands."""
    has_received(attestor, kid, operator, 1)


def has_received(attestor: Attestor, kid: str, operator: str, many: int) -> bool:
    """The same by the same statement, and whether it has stated so many times, or more often, within 24 hours."""
    good, closed, received = _asked(attestor, kid, operator, many)
    if closed:
        raise ChannelProblem("operator-closed", 403, "Nothing is taken in the name of this operator.")
    if not good:
        raise unauthorised("The attestor or its key was closed.")
    return many < 1 or received


def _asked(attestor: Attestor, kid: str, operator: str, many: int) -> tuple[bool, bool, bool]:
    """Whether attestor and key are good, whether the operator was closed, and the cap: all of one moment."""
    since = clock.now() - timedelta(days=1)
    rows = _standing(max(1, many)).rows(attestor=attestor.pk, kid=kid, operator=operator, since=since)
    state, with_key, closed, received = rows[0] if rows else ("", False, False, False)
    return state == "open" and (not kid or with_key), bool(operator) and closed, received


@lru_cache(256)  # one statement a cap; they are few
def _standing(many: int) -> Prepared:
    return Prepared(lambda: _rows(many))


def _rows(many: int) -> QuerySet[Any]:
    keys = AttestorKey.objects.filter(attestor=OuterRef("pk"), kid=Given("kid", CharField()), closed_at__isnull=True)
    closed = ClosedOperator.objects.filter(attestor=OuterRef("pk"), operator=Given("operator", CharField()))
    recent = Attestation.objects.filter(attestor=OuterRef("pk"), received_at__gt=Given("since", DateTimeField()))
    last = recent[many - 1 : many]  # of so many, whichever it is: nobody is counted beyond
    rows = Attestor.objects.filter(pk=Given("attestor", BigIntegerField()))
    return rows.values_list("state", Exists(keys), Exists(closed), Exists(last))
