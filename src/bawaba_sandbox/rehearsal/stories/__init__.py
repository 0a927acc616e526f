"""The stories of a rehearsal, each a function that raises when something is not as told."""

from bawaba_sandbox.rehearsal.stories.attending import ATTENDED, REVIEWED, SETTLED
from bawaba_sandbox.rehearsal.stories.codes import CODES
from bawaba_sandbox.rehearsal.stories.deciding import DESK
from bawaba_sandbox.rehearsal.stories.opening import OPENINGS
from bawaba_sandbox.rehearsal.stories.outages import OUTAGES
from bawaba_sandbox.rehearsal.stories.paying import PAYMENTS
from bawaba_sandbox.rehearsal.stories.presence import PRESENCE
from bawaba_sandbox.rehearsal.stories.telling import Story

TOGETHER: dict[str, Story] = CODES | OPENINGS | PAYMENTS | PRESENCE | SETTLED  # the slowest first
__all__ = ["ALONE", "ATTENDED", "DESK", "REVIEWED", "TOGETHER"]
ALONE: dict[str, Story] = OUTAGES  # they switch the outside world off for everybody
