"""What can happen to a message."""

from bawaba.journal.catalogue import declare

declare("message", ("fail", "drop"))
