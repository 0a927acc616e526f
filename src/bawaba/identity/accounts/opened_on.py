"""On which device and from which network a session was opened: sealed in the session, and gone with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KEPT_AS = "opened_on"


@dataclass(frozen=True)
class OpenedOn:
    """``browser`` and ``system`` are names of core.browsers, ``network`` an address (IPv6 as its /64); empty: not known."""

    browser: str = ""
    system: str = ""
    network: str = ""

    def kept(self) -> dict[str, dict[str, str]]:
        """As the data of a new session carries it."""
        return {KEPT_AS: asdict(self)}


def opened_on(data: Mapping[str, Any]) -> OpenedOn:
    """Of a session's data; nothing is known of a session that was opened before this was kept."""
    said = data.get(KEPT_AS) or {}
    return OpenedOn(**{name: str(said.get(name, "")) for name in ("browser", "system", "network")})
