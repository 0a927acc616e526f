"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents and their seals."""

    name = "bawaba.documents"
    label = "documents"

    def ready(self) -> None:
        """Load events and jobs of the clock."""
        for part in ("events", "clockwork"):
            import_module(f"bawaba.documents.{part}")
