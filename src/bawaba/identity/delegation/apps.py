"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class DelegationConfig(AppConfig):
    """Delegations and their clock."""

    name = "bawaba.identity.delegation"
    label = "delegation"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "invitation", "reactions", "clockwork"):
            import_module(f"bawaba.identity.delegation.{part}")
