"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """Appointments and their clock."""

    name = "bawaba.cases.appointments"
    label = "appointments"

    def ready(self) -> None:
        """Load events and jobs of the clock."""
        for part in ("events", "reactions", "clockwork"):
            import_module(f"bawaba.cases.appointments.{part}")
