"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Events, outbox, clock jobs, keys of persons."""

    name = "bawaba.journal"
    label = "journal"

    def ready(self) -> None:
        """Load events, the jobs of the clock that announce lost work again, and how states are asked for: unimported, they are not there."""
        for part in ("events", "reconciliation", "states"):
            import_module(f"bawaba.journal.{part}")
