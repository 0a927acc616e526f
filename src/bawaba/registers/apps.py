"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Cached facts."""

    name = "bawaba.registers"
    label = "registers"

    def ready(self) -> None:
        """Load jobs of the clock."""
        import_module("bawaba.registers.retention")
