"""Ask an operator for a passphrase, or read it from a file."""

from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError


def ask_passphrase(file: Path | None, *, twice: bool) -> str:
    """From the first line of ``file``, else typed without being shown; CommandError when two do not agree."""
    if file is not None:
        try:
            return file.read_text().splitlines()[0]
        except (OSError, IndexError) as error:
            raise CommandError(f"No passphrase in {file}.") from error
    typed = getpass("Passphrase: ")
    if twice and getpass("The same again: ") != typed:
        raise CommandError("The two do not agree.")
    return typed
