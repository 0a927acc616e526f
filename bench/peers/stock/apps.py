"""The app."""

from django.apps import AppConfig


class Stock(AppConfig):
    """Violations of a user."""

    name = "bench.peers.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
