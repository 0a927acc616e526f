"""The lives of attestors: whoever does not stand at ``open`` is heard nowhere, except a kiosk in quarantine that reports."""

from bawaba.core.lifecycle import Lifecycle

ATTESTOR = Lifecycle(
    "attestor",
    # move     from            to          by
    ("load", (), "open", "operator"),  # with the keys of its file
    ("expect", (), "expected", "operator"),  # without: it brings its key under a one-use code
    ("enrol", ("expected",), "open", "attestor"),
    ("close", ("open", "expected"), "closed", "operator"),
    ("reopen", ("closed",), "open", "operator"),
)
KIOSK = Lifecycle(
    "kiosk",
    # move           from                       to            by
    ("expect", (), "expected", "operator"),
    ("enrol", ("expected", "open"), "open", "attestor"),  # from open: another device in its place
    ("quarantine", ("open", "lifting"), "quarantined", "system"),
    ("propose_lift", ("quarantined",), "lifting", "officer"),
    ("refuse_lift", ("lifting",), "quarantined", "officer"),
    ("confirm_lift", ("lifting",), "open", "officer"),  # never whoever proposed it
    (
        "close",
        ("expected", "open", "quarantined", "lifting"),
        "closed",
        "operator",
    ),  # for good: a new one has a new name
)
IN_QUARANTINE = ("quarantined", "lifting")


def life_of(channel: str) -> Lifecycle:
    """The table that an attestor of this channel follows."""
    return KIOSK if channel == "kiosk" else ATTESTOR
