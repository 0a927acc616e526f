"""Whom a client believes over TLS: the authorities that httpx brings."""

import ssl
from functools import cache

import httpx


@cache
def trusting() -> ssl.SSLContext:
    """Reading the authorities takes up to sixty milliseconds: once a process, not once a client."""
    return httpx.create_ssl_context()
