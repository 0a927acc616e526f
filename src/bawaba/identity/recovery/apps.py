"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    """Recoveries, trusted relatives and their clock."""

    name = "bawaba.identity.recovery"
    label = "recovery"

    def ready(self) -> None:
        """Load events, reactions and jobs of the clock."""
        for part in ("events", "finding", "reactions", "clockwork"):
            import_module(f"bawaba.identity.recovery.{part}")
