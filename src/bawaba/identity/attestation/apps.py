"""The sub-room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class AttestationConfig(AppConfig):
    """Attestors, places, visits, attestations."""

    name = "bawaba.identity.attestation"
    label = "attestation"

    def ready(self) -> None:
        """Load events and jobs of the clock."""
        for part in ("events", "quarantine", "retention"):
            import_module(f"bawaba.identity.attestation.{part}")
