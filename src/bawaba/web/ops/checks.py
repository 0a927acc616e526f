"""What ``bawaba check`` looks at: every shelf loads and fits together; ``--deploy`` also judges where connectors lead and whose keys these are."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from bawaba.cases.appointments.offices import offices
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.ports import Courier
from bawaba.core.keyring import ELLIPTIC, RSA, SYMMETRIC, Keyring
from bawaba.core.plugs import plug
from bawaba.identity.clients.ports import LogoutReceiver
from bawaba.identity.populations.shelf import populations
from bawaba.messaging.ports import EmailRelay, PushService, SmsCentre
from bawaba.messaging.shelf import templates
from bawaba.payments.ports import PaymentProvider
from bawaba.registers.ports import FingerMatcher, Register

PORTS: Mapping[str, type] = {
    "register": Register,
    "matcher": FingerMatcher,
    "sms": SmsCentre,
    "email": EmailRelay,
    "push": PushService,
    "payment": PaymentProvider,
    "delivery": Courier,
    "logout": LogoutReceiver,
}
MAY_BE_ABSENT = ("matcher",)  # the register compares fingers itself
ADDRESSES = ("url", "address")
NAME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
LOCAL_NAMES = ("localhost", "ip6-localhost")


@register()
def shelves_load(**_: Any) -> list[CheckMessage]:
    """Every file of a shelf can be imported, and what it names exists."""
    shelves = (
        ("populations", populations),
        ("message templates", templates),
        ("e-services", services),
        ("offices", offices),
    )
    return [*chain(*(_loads(*shelf) for shelf in shelves))] or [*_services()]


@register()
def connectors_fit(**_: Any) -> list[CheckMessage]:
    """Each connector can be made and has every call of its port."""
    found: list[CheckMessage] = []
    chosen = {**settings.CONNECTORS, "logout": settings.LOGOUT_CONNECTOR, "push": settings.PUSH_CONNECTOR}
    for name, port in PORTS.items():
        if name in MAY_BE_ABSENT and name not in chosen:
            continue
        try:
            made = plug(chosen[name])
        except Exception as error:  # whatever somebody's connector raises is the message
            found.append(Error(f"The {name} connector cannot be made: {error!r}", id="bawaba.E010"))
            continue
        missing = [call for call in _calls(port) if not callable(getattr(made, call, None))]
        if missing:
            found.append(Error(f"The {name} connector lacks {', '.join(missing)}", id="bawaba.E011"))
    return found


@register(deploy=True)
def connectors_lead_outside(**_: Any) -> list[CheckMessage]:
    """No connector of a deployment leads to this very machine, where a demo listens."""
    return [
        Error(f"The {name} connector leads to {host}, this very machine.", id="bawaba.E020")
        for name, choice in settings.CONNECTORS.items()
        for host in [_host(choice)]
        if is_loopback(host)
    ]


@register(deploy=True)
def browsers_are_woken_outside(**_: Any) -> list[CheckMessage]:
    """A service is a name, called by https; a whole origin is for a demo that plays one."""
    return [
        Error(f"BAWABA_PUSH_SERVICES names {one}: the end of a host's name alone.", id="bawaba.E021")
        for one in settings.BAWABA.push_services.split()
        if not NAME.fullmatch(one)
    ]


@register(deploy=True)
def keys_are_ours(**_: Any) -> list[CheckMessage]:
    """A keyring is there, is whole, belongs to its owner alone, and was not made for a demo."""
    path: Path = settings.BAWABA.keyring_file
    if not path.exists():
        return [Error(f"There is no keyring at {path}: make one with `bawaba keys`.", id="bawaba.E030")]
    ring, found = Keyring.load(path), list[CheckMessage]()
    if "demo" in ring.made_by():
        found.append(Error(f"{path} holds keys that a demo made.", id="bawaba.E031"))
    if path.stat().st_mode & 0o077:
        found.append(Error(f"{path} can be read by others: chmod 600.", id="bawaba.E032"))
    missing = sorted({*SYMMETRIC, *ELLIPTIC, *RSA} - set(ring.names()))
    if missing:
        found.append(Error(f"{path} has no key for {', '.join(missing)}.", id="bawaba.E033"))
    return found


@register(deploy=True)
def the_address_is_encrypted(**_: Any) -> list[CheckMessage]:
    """People and attestors reach the portal by https."""
    if settings.BAWABA.public_url.startswith("https://"):
        return []
    return [Error("BAWABA_PUBLIC_URL does not begin with https://", id="bawaba.E040")]


@register(deploy=True)
def the_address_is_a_name(**_: Any) -> list[CheckMessage]:
    """Browsers make no passkey for an IP address, and staff have no other way in."""
    host = urlsplit(settings.BAWABA.public_url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return []
    return [Error(f"BAWABA_PUBLIC_URL names {host}: no passkey can be made for an IP address.", id="bawaba.E041")]


def is_loopback(host: str) -> bool:
    """Whether a host names the machine itself; a name is taken at its word, nothing is looked up."""
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def _loads(what: str, shelf: Callable[[], object]) -> Iterator[CheckMessage]:
    try:
        shelf()
    except Exception as error:  # whatever a file of the shelf raises is the message
        yield Error(f"The shelf of {what} does not load: {error!r}", id="bawaba.E001")


def _services() -> Iterator[CheckMessage]:
    for service in services().values():
        strangers = sorted(set(service.open_to) - set(populations()))
        if strangers:
            yield Error(f"{service.slug} is open to {', '.join(strangers)}, which nobody is.", id="bawaba.E002")
        if service.agency not in AGENCIES:
            yield Error(f"{service.slug} names the agency {service.agency}, which does not exist.", id="bawaba.E003")
    for office in offices().values():
        unknown = sorted(set(office.services) - set(services()))
        if unknown:
            yield Error(f"The office {office.slug} serves {', '.join(unknown)}, which nobody offers.", id="bawaba.E004")


def _calls(port: type) -> list[str]:
    return [name for name in vars(port) if not name.startswith("_")]


def _host(choice: Any) -> str:
    options: Mapping[str, Any] = choice["OPTIONS"]
    address = str(next((options[name] for name in ADDRESSES if options.get(name)), ""))
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""
