"""The room as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Events, outbox, clock jobs, keys of persons."""

    name = "bawaba.journal"
    label = "journal"
