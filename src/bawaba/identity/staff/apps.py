"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Officers and their roles."""

    name = "bawaba.identity.staff"
    label = "staff"

    def ready(self) -> None:
        """Load events."""
        import_module("bawaba.identity.staff.events")
