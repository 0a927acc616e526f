"""The operators' door as a Django app: its commands."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands of the operators."""

    name = "bawaba.web.ops"
    label = "ops"
