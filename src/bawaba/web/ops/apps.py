"""The operators' door as a Django app: its commands and checks."""

from importlib import import_module

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands of the operators."""

    name = "bawaba.web.ops"
    label = "ops"

    def ready(self) -> None:
        """Load the checks."""
        import_module("bawaba.web.ops.checks")
