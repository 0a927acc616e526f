"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig

PARCELS = ("delivery.events", "delivery.handing_over", "delivery.tracking")


class CasesConfig(AppConfig):
    """Applications."""

    name = "bawaba.cases"
    label = "cases"

    def ready(self) -> None:
        """Load events, reactions and jobs of the clock."""
        for part in (
            "events",
            "attaching",
            "carrying",
            "closing",
            "guardianship",
            "inviting",
            "reactions",
            "reminding",
            "clockwork",
            *PARCELS,
        ):
            import_module(f"bawaba.cases.{part}")
