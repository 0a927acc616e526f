"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Enrolments and their clock."""

    name = "bawaba.identity.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "clockwork", "looking", "receipts"):
            import_module(f"bawaba.identity.enrolment.{part}")
