"""The life of a document. Past its own last day it is over, whether or not the clock has moved it yet."""

from bawaba.core.lifecycle import Lifecycle

DOCUMENT = Lifecycle(
    "document",
    # move        from         to            by
    ("issue", (), "valid", "system"),
    ("supersede", ("valid",), "superseded", "system"),  # a newer one of the same kind and number was issued
    ("expire", ("valid",), "expired", "clock"),
    ("revoke", ("valid", "superseded", "expired"), "revoked", "officer"),  # a lie stays a lie after its last day
)
LISTED = ("revoked", "superseded")  # what a verifier without us cannot see from the seal: the published list
