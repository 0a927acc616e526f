"""An authenticator app as people have one: RFC 6238 by the letter, apart from what the portal computes with."""

import base64
import hashlib
import hmac
import re
import struct
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from people import at, give_details

PAGE = "/settings/app"


class App:
    """What it scanned, and what it shows."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def shows(self, later: int = 0) -> str:
        """The code of now, or of so many steps later."""
        step = int(datetime.now(UTC).timestamp()) // 30 + later
        mac = hmac.new(base64.b32decode(self.secret), struct.pack(">Q", step), hashlib.sha1).digest()
        start = mac[-1] & 15
        return f"{(int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"

    def wrong(self) -> str:
        """Six digits that it shows neither now nor around now."""
        shown = {self.shows(later) for later in range(-3, 4)}
        return next(text for text in (f"{number:06d}" for number in range(20)) if text not in shown)


def scanned(client: Client) -> App:
    """The app that has scanned the page."""
    address = unescape(re.findall(r'href="(otpauth:[^"]+)"', client.get(PAGE).content.decode())[0])
    return App(parse_qs(urlsplit(address).query)["secret"][0])


def with_app(client: Client) -> App:
    """A logged-in person sets an app up."""
    app = scanned(client)
    answer = client.post(PAGE, {"code": app.shows()})
    assert answer.status_code == 302, answer.content.decode()
    return app


def waiting(world: Any, slug: str, client: Client | None = None) -> Client:
    """A browser that has given the right password, in a later step of the app."""
    client = client or at()
    world.wait(61)
    assert give_details(client, slug)
    return client


def made_codes(client: Client) -> list[str]:
    """A logged-in person makes recovery codes; as the page shows them."""
    page = client.get("/settings/recovery-codes").content.decode()
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    assert client.post("/settings/recovery-codes", {"seen": seen}).status_code == 302
    return shown_codes(client.get("/settings/recovery-codes").content.decode())


def shown_codes(page: str) -> list[str]:
    """Those that a page shows, each once."""
    return list(dict.fromkeys(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)))
