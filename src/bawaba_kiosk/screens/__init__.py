"""The kiosk's screens, one decision each; importing them puts them on the blueprint."""

from bawaba_kiosk.screens import account, begin, end, phone, presence
from bawaba_kiosk.screens.frame import blueprint

__all__ = ["account", "begin", "blueprint", "end", "phone", "presence"]
