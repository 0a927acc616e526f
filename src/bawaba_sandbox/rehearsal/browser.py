"""A browser without JavaScript: cookies, forms with their tokens, redirects."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from bawaba_attestor.tls import trusting

LOOPBACK = {"localhost", "127.0.0.1"}
PATIENCE = 20.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


MARK = re.compile(r'name="mark" value="([0-9a-f]+)"')


class Unexpected(AssertionError):
    """A page was not what the story expects."""


def answers(home: str) -> bool:
    """Whether anything is there."""
    try:
        httpx.get(home, timeout=5, verify=trusting())
    except httpx.HTTPError:
        return False
    return True


class Browser:
    """One person's browser."""

    def __init__(self, home: str, address: str = "") -> None:
        """``home`` is the address of the site; ``address`` a loopback address of the visitor's own."""
        own = address if urlsplit(home).hostname in LOOPBACK else None
        transport = httpx.HTTPTransport(verify=trusting(), local_address=own or None)
        self._client = httpx.Client(base_url=home, follow_redirects=True, timeout=PATIENCE, transport=transport)
        self.page = httpx.Response(200, request=httpx.Request("GET", home))

    def window(self) -> "Browser":
        """Another window: the same cookies, another page."""
        other = Browser(str(self._client.base_url))
        other._client.cookies = self._client.cookies
        return other

    def read_in(self, language: str) -> None:
        """Pages are in this language from now on; an account that is opened here takes it over."""
        self._client.cookies.set("reading", f"language={language}")

    def open(self, path: str, *, expect: int = 200) -> str:
        """GET."""
        self.page = self._client.get(path)
        return self._text(expect)

    def send(self, path: str, values: dict[str, Any], *, expect: int = 200, files: Any = None) -> str:
        """POST a form, with the token of the page that is open."""
        found = TOKEN.search(self.page.text)
        token = {"csrfmiddlewaretoken": found[1]} if found else {}
        headers = {"Referer": str(self.page.url)}
        self.page = self._client.post(path, data={**values, **token}, headers=headers, files=files)
        return self._text(expect)

    def send_patiently(self, path: str, values: dict[str, Any]) -> str:
        """POST a form; who is told "not now" (503) presses the same button a little later."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.send(path, values)
            except Unexpected:
                if self.page.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > end:
                    raise
                time.sleep(2)

    def move_on(self) -> None:
        """Where the page leads by itself, if it does."""
        target = self.page.headers.get("Refresh", "").partition("url=")[2]
        if target:
            self.open(target)

    def confirm(self) -> str:
        """Send the review that is shown, with its sentence confirmed where it asks for one."""
        return self.send(self.path, ticked(self))

    @property
    def path(self) -> str:
        """Where the redirects ended."""
        return self.page.url.path

    def must_be_at(self, path: str) -> None:
        """The story stands still unless the browser is there."""
        if self.path != path:
            raise Unexpected(f"at {self.path} instead of {path}: {_heading(self.page.text)}")

    def must_show(self, text: str) -> None:
        """The page holds this text."""
        if text not in self.page.text:
            raise Unexpected(f"{self.path} does not show “{text}”: {_heading(self.page.text)}")

    def must_not_show(self, text: str) -> None:
        """The page does not hold this text."""
        if text in self.page.text:
            raise Unexpected(f"{self.path} shows “{text}”")

    def _text(self, expect: int) -> str:
        if self.page.status_code != expect:
            raise Unexpected(f"{self.page.status_code} at {self.path}: {_heading(self.page.text)}")
        return self.page.text


def ticked(browser: Browser) -> dict[str, str]:
    """What a form with a sentence sends once its box is ticked; nothing where the open page shows none."""
    mark = MARK.search(browser.page.text)
    return {"mark": mark[1], "confirmed": "yes"} if mark else {}


def _heading(page: str) -> str:
    errors = re.findall(r'class="error"[^>]*>.*?<span>.*?</span>\s*(.*?)</span>', page, re.DOTALL)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " | ".join([title[1].strip() if title else "", *errors[:3]])
