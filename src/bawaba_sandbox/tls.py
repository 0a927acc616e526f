"""Whom the sandbox believes over TLS: the authorities that httpx brings."""

import ssl
from functools import cache

import httpx


@cache
def trusting() -> ssl.SSLContext:
    """Reading the authorities takes thirty milliseconds: once a process, not once a call."""
    return httpx.create_ssl_context()
