"""``bawaba attestor-check URL``: does the portal there keep what docs/api/attestors.md says? From a bank's chair."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from joserfc.errors import JoseError

from bawaba_attestor.conformance import Caller, run


class Command(BaseCommand):
    """Works from anywhere: it needs the address and a bank's key, and no database. It activates nobody."""

    help = "Check a portal's channel API with a bank's key; docs/api/attestors.md describes both."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and as whom."""
        parser.add_argument("url", help="the portal's public address")
        parser.add_argument("--slug", required=True, help="the bank's name at the portal")
        parser.add_argument("--key", type=Path, required=True, help="its private ES256 key as a JWK")

    def handle(self, *args: Any, url: str, slug: str, key: Path, **options: Any) -> None:
        """A line a check; ends with an error unless all are as they must be."""
        caller = _caller(url, slug, key)
        findings = []
        for one in run(caller):
            findings.append(one)
            said = one.found if one.good else f"{one.found}; must be: {one.check.expects}"
            self.stdout.write(f"{'pass' if one.good else 'FAIL'}  {one.check.name:<48}{said}")
        failed = sum(not one.good for one in findings)
        if failed:
            raise CommandError(f"{failed} of {len(findings)} checks failed")
        self.stdout.write(f"{len(findings)} checks passed")


def _caller(url: str, slug: str, key: Path) -> Caller:
    try:
        caller = Caller(url, slug, json.loads(key.read_text()))
        caller.token()
    except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
        raise CommandError(f"{key} holds no private ES256 key with a kid as a JWK: {error}") from error
    return caller
