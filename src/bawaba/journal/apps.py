"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Events, outbox, clock jobs, keys of persons."""

    name = "bawaba.journal"
    label = "journal"

    def ready(self) -> None:
        """Load events, and the jobs of the clock that announce lost work again: unimported, they never run."""
        for part in ("events", "reconciliation"):
            import_module(f"bawaba.journal.{part}")
