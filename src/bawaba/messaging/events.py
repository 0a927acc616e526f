"""What can happen to a message."""

from bawaba.journal.catalogue import declare

declare("message", ("fail", "drop"))
declare("browser", ("gone", "change_hands"))
