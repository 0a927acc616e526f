"""What a kiosk needs to know: the portal, its own name and place, its reader, where its key lies."""

import os
from dataclasses import dataclass, field
from pathlib import Path


def _env(name: str, default: str) -> str:
    return os.environ.get(f"BAWABA_KIOSK_{name}", default)


@dataclass(frozen=True)
class Config:
    """Read from BAWABA_KIOSK_* variables; ``reader`` is one of app.READERS, ``images`` the folder of the one that needs one."""

    portal: str = field(default_factory=lambda: _env("PORTAL", "http://localhost:8000"))
    slug: str = field(default_factory=lambda: _env("SLUG", "kiosk-1"))
    key_file: Path = field(default_factory=lambda: Path(_env("KEY_FILE", "var/demo/kiosk-key.json")))
    tamper_file: Path = field(default_factory=lambda: Path(_env("TAMPER_FILE", "")))
    fingers: str = field(default_factory=lambda: _env("FINGERS", "http://localhost:8020/register/fingers"))
    reader: str = field(default_factory=lambda: _env("READER", "simulated"))
    images: Path = field(default_factory=lambda: Path(_env("IMAGES", "var/fingers")))
    idle_seconds: int = 60
    slow_seconds: int = 180
    terms: str = "2026-11"
