"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents and their seals."""

    name = "bawaba.documents"
    label = "documents"

    def ready(self) -> None:
        """Load events."""
        import_module("bawaba.documents.events")
