"""What can happen to a "not you?" case, and who looked at it."""

from bawaba.identity.review.lifecycle import NOT_YOU
from bawaba.journal.catalogue import declare

declare("review", (*NOT_YOU.moves, "press", "attend", "unattend", "look"))
