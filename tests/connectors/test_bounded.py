"""What an outside system sends has a largest size, however small it was packed."""

import gzip

import httpx
import pytest

from bawaba.connectors.bounded import LARGEST, BoundedTransport
from connectors.sockets import misbehaving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"


def test_a_packed_answer_is_not_unpacked() -> None:
    packed, heard = gzip.compress(b" " * (LARGEST * 8)), []
    assert len(packed) < LARGEST / 8
    with (
        misbehaving(lambda connection: connection.sendall(HEAD % len(packed) + packed)) as address,
        httpx.Client(transport=BoundedTransport(2.0), event_hooks={"response": [heard.append]}) as client,
        pytest.raises(httpx.TransportError),
    ):
        client.get(address)
    assert not heard
