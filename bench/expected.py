"""Runs under the portal's settings: kiosks that the operators expect, each with its one-use code, as JSON."""

import json
import sys

import django

django.setup()

from bawaba.identity.attestation.binding import issue_binding_code  # noqa: E402 - needs the settings
from bawaba.identity.attestation.loading import load_attestor  # noqa: E402
from bawaba.identity.attestation.moving import attestor_named  # noqa: E402
from bawaba.journal.ports import Actor  # noqa: E402
from bawaba_sandbox.kiosks import DESCRIBED  # noqa: E402

BY = Actor("operator")


def expect(count: int) -> dict[str, str]:
    """Codes by slug."""
    codes = {}
    for slug in (f"bench-{number:02d}" for number in range(count)):
        load_attestor(described={**DESCRIBED, "slug": slug}, by=BY)
        codes[slug] = issue_binding_code(attestor=attestor_named(slug), by=BY)
    return codes


if __name__ == "__main__":
    print(json.dumps(expect(int(sys.argv[1]))))
