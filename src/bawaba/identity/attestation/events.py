"""What can happen between an attestor and the portal."""

from bawaba.journal.catalogue import declare

declare("attestor", ("load", "refuse"))
declare("visit", ("open", "match", "mismatch", "send_code", "prove_phone"))
declare("attestation", ("accept", "decline", "review"))
