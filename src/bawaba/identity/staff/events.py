"""What can happen to an officer's access; what officers do to applications stands in the events of those."""

from bawaba.identity.staff.lifecycle import OFFICER
from bawaba.journal.catalogue import declare

PASSKEYS = ("add_passkey", "remove_passkey", "refuse_passkey")

declare("officer", (*OFFICER.moves, "assign", "unassign", "issue_code", "enter", "leave", *PASSKEYS))
