"""Connectors are chosen in settings in the shape of Django's STORAGES: BACKEND and OPTIONS."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def plug(choice: Mapping[str, Any]) -> Any:
    """Import the class and make one with its options."""
    module, _, name = str(choice["BACKEND"]).rpartition(".")
    return getattr(import_module(module), name)(**choice.get("OPTIONS", {}))
