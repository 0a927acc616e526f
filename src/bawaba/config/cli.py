"""The command ``bawaba``: Django's management commands under the portal's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
    execute_from_command_line(sys.argv)
