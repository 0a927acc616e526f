"""What can happen to a recovery and to a tie with a relative."""

from bawaba.identity.recovery.lifecycle import RECOVERY, TRUSTED
from bawaba.journal.catalogue import declare

declare("recovery", (*RECOVERY.moves, "show", "approve", "ask_phone", "prove_phone", "send_code", "come_back"))
declare("trusted", TRUSTED.moves)
