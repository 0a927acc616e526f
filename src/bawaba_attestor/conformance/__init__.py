"""Does a portal keep what docs/api/attestors.md says? Asked from outside, with a bank's own key."""

from bawaba_attestor.conformance.caller import Caller
from bawaba_attestor.conformance.checks import CHECKS, Check
from bawaba_attestor.conformance.running import Finding, run

__all__ = ["CHECKS", "Caller", "Check", "Finding", "run"]
