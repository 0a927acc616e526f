"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages and their delivery."""

    name = "bawaba.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "delivery", "retention"):
            import_module(f"bawaba.messaging.{part}")
