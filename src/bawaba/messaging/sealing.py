"""What a message says and where it goes, sealed for its own row."""

import json
from collections.abc import Mapping

from bawaba.journal.keys import keyring
from bawaba.messaging.models import Message
from bawaba.messaging.rendering import Kept, Value, kept

SEALED_AS = "messaging.message"


def sealed_text(handle: bytes, text: str) -> bytes:
    """For the row of this UUID and no other."""
    return keyring().seal_value(SEALED_AS, handle, text)


def sealed_values(handle: bytes, values: Mapping[str, Value]) -> bytes:
    """Likewise."""
    return sealed_text(handle, json.dumps(kept(values), ensure_ascii=False))


def values_of(row: Message) -> dict[str, Kept]:
    """What a template needs, as long as the message has it."""
    values: dict[str, Kept] = json.loads(opened(row, row.values))
    return values


def opened(row: Message, sealed: bytes | None) -> str:
    """A sealed column of this row."""
    return keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(sealed or b""))
