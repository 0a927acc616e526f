"""The stories of a rehearsal, each a function that raises when something is not as told."""

from bawaba_sandbox.rehearsal.stories.attending import ATTENDED, REVIEWED, SETTLED
from bawaba_sandbox.rehearsal.stories.closing import CLOSINGS
from bawaba_sandbox.rehearsal.stories.codes import CODES
from bawaba_sandbox.rehearsal.stories.deciding import DESK
from bawaba_sandbox.rehearsal.stories.elsewhere import AGENCIES
from bawaba_sandbox.rehearsal.stories.opening import OPENINGS
from bawaba_sandbox.rehearsal.stories.outages import OUTAGES
from bawaba_sandbox.rehearsal.stories.paying import PAYMENTS
from bawaba_sandbox.rehearsal.stories.presence import PRESENCE
from bawaba_sandbox.rehearsal.stories.recovering import RECOVERIES
from bawaba_sandbox.rehearsal.stories.telling import Story
from bawaba_sandbox.rehearsal.stories.waking import BUSY, WAKING

TOGETHER: dict[str, Story] = (  # the slowest first
    CLOSINGS | CODES | AGENCIES | OPENINGS | PAYMENTS | PRESENCE | RECOVERIES | SETTLED | WAKING
)
__all__ = ["ALONE", "ATTENDED", "DESK", "REVIEWED", "TOGETHER"]
ALONE: dict[str, Story] = OUTAGES | BUSY  # they switch the outside world off for everybody
