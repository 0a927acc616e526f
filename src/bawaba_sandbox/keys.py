"""Keys of banks, counters and the payment provider: made once, though twenty ask at the same moment."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from bawaba_attestor import new_key


def kept_key(path: Path) -> dict[str, Any]:
    """The private key in that file; made for the owner's eyes only when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            json.dump(new_key(), file)
        try:
            os.link(made, path)  # whole or not at all, and never over another's
        except FileExistsError:
            pass
        Path(made).unlink()
    found: dict[str, Any] = json.loads(path.read_text())
    return found
