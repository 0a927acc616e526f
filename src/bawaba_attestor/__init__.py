"""Client library of the channel API: sign, seal, send, retry, read the answer."""

from bawaba_attestor.client import Attestor, Outcome, Problem, Unavailable
from bawaba_attestor.keys import new_key, public_jwks
from bawaba_attestor.statement import Claims, Subject

__all__ = ["Attestor", "Claims", "Outcome", "Problem", "Subject", "Unavailable", "new_key", "public_jwks"]
