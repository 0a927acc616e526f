"""The command ``bawaba``: Django's management commands under the portal's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command; ``attestor-check`` is ``attestor_check``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
    program, *words = sys.argv
    if words and not words[0].startswith("-"):
        words[0] = words[0].replace("-", "_")
    execute_from_command_line([program, *words])
