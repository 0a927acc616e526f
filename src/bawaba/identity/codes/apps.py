"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """Codes, tallies, budgets."""

    name = "bawaba.identity.codes"
    label = "codes"

    def ready(self) -> None:
        """Load the jobs of the clock and what can happen here."""
        import_module("bawaba.identity.codes.events")
        import_module("bawaba.identity.codes.retention")
