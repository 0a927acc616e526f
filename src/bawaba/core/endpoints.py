"""Where a browser wants to be woken. A browser names the address, and the portal calls it: only known services, nothing else."""

import re
from collections.abc import Collection

LONGEST = 1000
# Letters that every reader of addresses reads alike: no user, no fragment, no backslash, no brackets, no IPv6.
ADDRESS = re.compile(r"(https?)://([a-z0-9.-]+(?::[0-9]{1,5})?)/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


def is_of(services: Collection[str], endpoint: str) -> bool:
    """Of a service: the end of a host's name, always https on its usual port; or a whole origin, ``http://localhost:8020``."""
    found = ADDRESS.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if found is None:
        return False
    scheme, place = found.groups()
    if f"{scheme}://{place}" in services:
        return True
    names = [one for one in services if "://" not in one]
    return scheme == "https" and any(place == one or place.endswith(f".{one}") for one in names)


def origin_of(endpoint: str) -> str:
    """The audience of whoever signs for it, and the key of its connections."""
    scheme, _, rest = endpoint.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
