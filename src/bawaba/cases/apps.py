"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Applications."""

    name = "bawaba.cases"
    label = "cases"

    def ready(self) -> None:
        """Load events, reactions and jobs of the clock."""
        for part in ("events", "attaching", "carrying", "inviting", "reactions", "reminding", "clockwork"):
            import_module(f"bawaba.cases.{part}")
