"""What can happen to an application."""

from bawaba.cases.lifecycle import APPLICATION
from bawaba.journal.catalogue import declare

declare("application", (*APPLICATION.moves, "look", "take", "put_back", "note", "agree", "remind"))
declare("behalf", ("act", "undergo"))  # to act for another; that another acted for one
declare("calendar", ("make", "renew", "end"))
