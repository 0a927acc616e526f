"""What can happen to an application."""

from bawaba.cases.lifecycle import APPLICATION
from bawaba.journal.catalogue import declare

declare("application", (*APPLICATION.moves, "look", "take", "put_back", "note", "agree", "remind"))
declare("calendar", ("make", "renew", "end"))
