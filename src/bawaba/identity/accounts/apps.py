"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, accounts, addresses, sessions."""

    name = "bawaba.identity.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load events, tasks and jobs of the clock."""
        for part in ("events", "retention", "devices", "sleeping", "hearing"):
            import_module(f"bawaba.identity.accounts.{part}")
