"""The room as a Django app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Cached facts."""

    name = "bawaba.registers"
    label = "registers"
