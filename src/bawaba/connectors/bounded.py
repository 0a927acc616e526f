"""So many seconds a call in all: httpx bounds each read only, and an answer that drips would hold a page for minutes."""

import ipaddress
import socket
import ssl
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from functools import cache
from time import monotonic
from typing import Any

import httpcore
import httpx

LARGEST = 4 * 2**20
PACKED, PLAIN = b"accept-encoding", b"identity"
_ends: ContextVar[float] = ContextVar("ends")


class BoundedTransport(httpx.BaseTransport):
    """HTTP/1.1 over a pool; connecting, sending and reading share one deadline, and an answer has a largest size."""

    def __init__(self, seconds: float, *, public_only: bool = False) -> None:
        """``seconds`` a call, from the first packet to the last byte. ``public_only``: never into a network of our own."""
        self._seconds = seconds
        backend = _PublicBackend() if public_only else _Backend()
        shared = {"ssl_context": _trusting(), "max_connections": 100, "network_backend": backend}
        self._kept = httpcore.ConnectionPool(keepalive_expiry=5.0, **shared)
        self._fresh = httpcore.ConnectionPool(max_keepalive_connections=0, **shared)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer, or httpx.TransportError."""
        started = _ends.set(monotonic() + self._seconds)
        to = request.url
        url = httpcore.URL(scheme=to.raw_scheme, host=to.raw_host, port=to.port, target=to.raw_path)
        asked = httpcore.Request(
            request.method,
            url,
            headers=_unpacked(request.headers.raw),
            content=request.read(),
            extensions=request.extensions,
        )
        try:
            return self._again_when_cut_off(asked)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.TransportError(type(error).__name__) from error
        finally:
            _ends.reset(started)

    def _again_when_cut_off(self, asked: httpcore.Request) -> httpx.Response:
        """Every call here may be repeated: it reads, or carries an idempotency key.

        A kept connection may just have been closed, and the next kept one as well: the second time it is a new one.
        """
        try:
            return _once(self._kept, asked)
        except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError):
            return _once(self._fresh, asked)

    def close(self) -> None:
        """Let the connections go."""
        self._kept.close()
        self._fresh.close()


@cache
def _trusting() -> ssl.SSLContext:
    """Reading the authorities takes thirty milliseconds: once a process."""
    return httpx.create_ssl_context()


def _once(pool: httpcore.ConnectionPool, asked: httpcore.Request) -> httpx.Response:
    answer = pool.handle_request(asked)
    try:
        if any(name.lower() == b"content-encoding" and value != PLAIN for name, value in answer.headers):
            raise httpcore.LocalProtocolError("packed")
        body = _whole(answer.iter_stream())
    finally:
        answer.close()
    return httpx.Response(answer.status, headers=answer.headers, content=body)


def _unpacked(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Asked for as it is: a few packed kilobytes can be gigabytes."""
    return [*((name, value) for name, value in headers if name.lower() != PACKED), (PACKED, PLAIN)]


def _whole(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > LARGEST:
            raise httpcore.LocalProtocolError("too large")
    return bytes(body)


def _left() -> float:
    left = _ends.get() - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


class _Backend(httpcore.SyncBackend):
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(host, port, _left(), **more))


class _PublicBackend(_Backend):
    """For addresses that strangers name: what a name leads to is judged, and the very address that was judged is called."""

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> httpcore.NetworkStream:
        try:
            found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise httpcore.ConnectError from error
        if not all(_is_public(one) for one in found):
            raise httpcore.ConnectError("not a public address")
        *others, last = found
        for one in others:
            try:
                return super().connect_tcp(one, port, timeout, **more)
            except httpcore.ConnectError:
                continue  # no way there from here, in IPv6 perhaps
        return super().connect_tcp(last, port, timeout, **more)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return found.is_global and not found.is_multicast


class _Stream(httpcore.NetworkStream):
    """Each step may take what is left of the whole."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left()))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
