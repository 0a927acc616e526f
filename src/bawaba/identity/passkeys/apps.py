"""The sub-room as a Django app."""

from django.apps import AppConfig


class PasskeysConfig(AppConfig):
    """Passkeys of accounts."""

    name = "bawaba.identity.passkeys"
    label = "passkeys"
