"""Where a request comes from: the address as the trusted proxies give it, and the device's own cookie."""

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest

from bawaba.core.browsers import browser_and_system
from bawaba.identity.accounts.opened_on import OpenedOn
from bawaba.identity.enrolment.phone_proof import Origin

DEVICE = "device"


def origin_of(request: HttpRequest) -> Origin:
    """IPv6 is cut to /64; X-Forwarded-For counts only from the right, once a trusted proxy."""
    return Origin(_cut(_address(request)), request.COOKIES.get(DEVICE, "") or _address(request))


def device_of(request: HttpRequest) -> str:
    """The browser's own cookie; empty on its first visit."""
    return request.COOKIES.get(DEVICE, "")[:64]


def opened_on(request: HttpRequest) -> OpenedOn:
    """What is known of where somebody sits: what their browser says of itself, and the network it comes from."""
    browser, system = browser_and_system(request.headers.get("User-Agent", ""))
    return OpenedOn(browser, system, origin_of(request).address)


def new_device() -> str:
    """A random name for a browser."""
    return secrets.token_urlsafe(16)


def _address(request: HttpRequest) -> str:
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.BAWABA.trusted_proxies
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def _cut(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)
