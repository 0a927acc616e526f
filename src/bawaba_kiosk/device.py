"""The device: its key, made on it, and its place as the portal's operators wrote it down when it was enrolled."""

import json
import os
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bawaba_attestor import new_key
from bawaba_kiosk.config import Config

NOWHERE: dict[str, Any] = {
    "slug": "",
    "name": {"ar": "", "en": ""},
    "city": {"ar": "", "en": ""},
    "hours": {"ar": "", "en": ""},
    "latitude": 0.0,
    "longitude": 0.0,
}


class Device:
    """What is kept on this machine; only the public half of the key ever leaves it."""

    def __init__(self, config: Config) -> None:
        """Nothing is read yet."""
        self._config = config

    @cached_property
    def key(self) -> dict[str, Any]:
        """Read, or made for the owner's eyes only."""
        path = self._config.key_file
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, new_key())
        found: dict[str, Any] = json.loads(path.read_text())
        return found

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands; empty before it is enrolled."""
        file = self._place_file
        return dict(json.loads(file.read_text())) if file.exists() else NOWHERE

    @property
    def software(self) -> str:
        """The version of this program."""
        return version("bawaba")

    @property
    def reader(self) -> str:
        """The driver that reads fingers: ``simulated`` unless a setting says another."""
        return self._config.reader

    @property
    def has_case_switch(self) -> bool:
        """Whether a setting says where the case's switch tells that it was opened."""
        return bool(self._config.tamper_file.name)

    def is_tampered(self) -> bool:
        """The driver of the case's switch makes this file when it is opened; only a technician removes it."""
        return self.has_case_switch and self._config.tamper_file.exists()

    def keep_place(self, place: dict[str, Any]) -> None:
        """As the portal answered when the key was taken."""
        _write(self._place_file, place)

    @property
    def _place_file(self) -> Path:
        return self._config.key_file.with_suffix(".place.json")


def _write(path: Path, value: dict[str, Any]) -> None:
    """Whole or not at all, readable by the owner alone."""
    made = path.with_suffix(".new")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
