"""What can happen between a relying party and the portal."""

from bawaba.identity.clients.lifecycle import CONSENT, LOGIN, RELYING_PARTY
from bawaba.journal.catalogue import declare

declare("relying_party", (*RELYING_PARTY.moves, "issue_secret"))
declare("consent", CONSENT.moves)
declare("signing_key", ("make", "compromise"))  # the rest follows from its moment
declare("login_elsewhere", (*LOGIN.moves, "refresh", "read"))
