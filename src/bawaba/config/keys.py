"""Django's own secret comes from the same keyring as every other key."""

from pathlib import Path

from bawaba.core.keyring import Keyring


def django_secret(keyring_file: Path) -> str:
    """Read the secret; an installation without a keyring is told to make one by the command that needs it."""
    if not keyring_file.exists():
        return ""
    return Keyring.load(keyring_file).secret("django")
