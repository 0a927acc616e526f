"""What can happen between an attestor and the portal."""

from bawaba.identity.attestation.lifecycle import ATTESTOR, KIOSK
from bawaba.journal.catalogue import declare

KEYS = ("issue_code", "add_key", "rotate_key", "end_key", "close_key")
OPERATORS = ("close_operator", "reopen_operator")
declare("attestor", {*ATTESTOR.moves, *KIOSK.moves, *KEYS, *OPERATORS, "inspect", "compromise", "stand"})
declare("visit", ("open", "match", "mismatch", "send_code", "prove_phone", "check_document"))
declare("attestation", ("accept", "decline", "review"))
