"""The kiosk's screens, one decision each; importing them puts them on the blueprint."""

from bawaba_kiosk.screens import begin, end, phone, presence
from bawaba_kiosk.screens.frame import blueprint

__all__ = ["begin", "blueprint", "end", "phone", "presence"]
