"""The lives of a relying party, of a person's consent to it, and of one log-in there."""

from bawaba.core.lifecycle import Lifecycle

RELYING_PARTY = Lifecycle(
    "relying_party",
    # move     from       to         by
    ("load", (), "open", "operator"),
    ("close", ("open",), "closed", "operator"),  # nobody is logged in there any more, and its tokens are dead
    ("reopen", ("closed",), "open", "operator"),
)
CONSENT = Lifecycle(
    "consent",
    # move         from          to          by
    ("give", (), "active", "person"),
    ("widen", ("active",), "active", "person"),  # it asked for more
    ("confirm", ("active",), "active", "person"),  # it asked again
    ("revoke", ("active",), "revoked", "person"),
    ("give_again", ("revoked",), "active", "person"),
)
LOGIN = Lifecycle(
    "login_elsewhere",
    # move     from                  to         by
    ("begin", (), "issued", "person"),  # a code is on its way through the browser
    ("redeem", ("issued",), "open", "relying_party"),  # for tokens, once
    ("replay", ("open",), "ended", "relying_party"),  # the same code or refresh token again: somebody else has it
    ("revoke", ("open",), "ended", "relying_party"),  # it gives its tokens back (RFC 7009)
    ("end", ("issued", "open"), "ended", "person"),  # logged out, revoked, suspended
)
SIGNING_KEY = Lifecycle(
    "signing_key",
    # move        from        to           by
    ("make", (), "next", "operator"),  # published, and signs nothing yet
    ("sign", ("next",), "current", "clock"),
    ("retire", ("current",), "retired", "clock"),  # still published: tokens of it are about
    ("withdraw", ("retired",), "withdrawn", "clock"),  # its last token has expired
    ("compromise", ("next", "current", "retired", "withdrawn"), "compromised", "operator"),
)
