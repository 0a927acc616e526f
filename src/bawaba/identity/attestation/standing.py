"""Whether an attestor, its key and its operator are to be believed in this very moment."""

from bawaba.identity.attestation.models import Attestor, AttestorKey, ClosedOperator
from bawaba.identity.attestation.problems import ChannelProblem, unauthorised


def stands(attestor: Attestor, kid: str, operator: str) -> bool:
    """Asked anew, not of what was read before: open, its key not closed (an ended one was good when it signed), nor its operator."""
    if is_closed_operator(attestor, operator) or not Attestor.objects.filter(pk=attestor.pk, state="open").exists():
        return False
    return not kid or AttestorKey.objects.filter(attestor=attestor, kid=kid, closed_at__isnull=True).exists()


def require_standing(attestor: Attestor, kid: str, operator: str) -> None:
    """A problem unless it stands."""
    if is_closed_operator(attestor, operator):
        raise ChannelProblem("operator-closed", 403, "Nothing is taken in the name of this operator.")
    if not stands(attestor, kid, operator):
        raise unauthorised("The attestor or its key was closed.")


def is_closed_operator(attestor: Attestor, operator: str) -> bool:
    """Whether this operator was closed."""
    return bool(operator) and ClosedOperator.objects.filter(attestor=attestor, operator=operator).exists()
