"""Tables of attestation; private to this sub-room."""

from bawaba.identity.attestation.models.attestors import Attestor, AttestorKey, ClosedOperator, Kiosk, Place
from bawaba.identity.attestation.models.statements import Attestation, Call, SpentToken, Visit

__all__ = ["Attestation", "Attestor", "AttestorKey", "Call", "ClosedOperator", "Kiosk", "Place", "SpentToken", "Visit"]
