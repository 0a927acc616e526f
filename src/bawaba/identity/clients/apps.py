"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Relying parties, consents, log-ins elsewhere."""

    name = "bawaba.identity.clients"
    label = "clients"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "telling", "reactions", "retention"):
            import_module(f"bawaba.identity.clients.{part}")
