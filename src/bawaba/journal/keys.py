"""The installation's keyring, read once."""

from functools import cache

from django.conf import settings

from bawaba.core.keyring import Keyring


@cache
def keyring() -> Keyring:
    """Keys from outside the database (BAWABA_KEYRING_FILE)."""
    return Keyring.load(settings.BAWABA.keyring_file)
