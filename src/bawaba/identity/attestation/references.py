"""A receipt's reference or QR at a kiosk: a shortcut for typing, never authority (R4)."""

from bawaba.core.references import InvalidReference, parse_reference
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.enrolment.queries import NoEnrolment, draft_of_reference


def identifier_behind(reference: str) -> tuple[str, str]:
    """Kind and number of the enrolment; the visit goes on as if they had been typed."""
    try:
        claims = draft_of_reference(parse_reference(reference)).claims
    except (InvalidReference, NoEnrolment) as error:
        raise ChannelProblem("reference-unknown", 404, "Type the number instead.") from error
    return claims.identifier_kind, claims.identifier
