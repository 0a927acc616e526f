"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Bills and attempts."""

    name = "bawaba.payments"
    label = "payments"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "reconciliation", "releasing"):
            import_module(f"bawaba.payments.{part}")
