"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Cases and decisions."""

    name = "bawaba.identity.review"
    label = "review"

    def ready(self) -> None:
        """Load events, reactions and jobs of the clock."""
        for part in ("events", "reactions", "retention"):
            import_module(f"bawaba.identity.review.{part}")
