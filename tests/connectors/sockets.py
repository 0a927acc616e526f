"""An outside system on a raw socket that misbehaves in one way."""

import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Conversation = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@contextmanager
def misbehaving(conversation: Conversation) -> Iterator[str]:
    """Its address, for as long as the test runs."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    server.settimeout(0.1)
    over = Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            Thread(target=_talk, args=(conversation, connection), daemon=True).start()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        over.set()
        thread.join()
        server.close()


def _talk(conversation: Conversation, connection: socket.socket) -> None:
    with connection:
        try:
            _hear(connection)
            conversation(connection)
        except OSError:
            pass  # the other side has gone, as it should


def _hear(connection: socket.socket) -> None:
    """The whole request: a socket closed on unread bytes resets, and its answer is lost on the way."""
    heard = connection.recv(65_536)
    while heard and not _is_whole(heard):
        more = connection.recv(65_536)
        if not more:
            return
        heard += more


def _is_whole(heard: bytes) -> bool:
    head, end, body = heard.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= int(length[1] if length else 0)


def hangs(connection: socket.socket) -> None:
    time.sleep(6)


def resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def garbage(connection: socket.socket) -> None:
    connection.sendall(b"\x00\xff\xfe garbage \r\n\r\n")


def drips_head(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n":
        connection.sendall(bytes([byte]))
        time.sleep(0.3)


def drips_body(connection: socket.socket) -> None:
    connection.sendall(HEAD % (200, 1000))
    for _ in range(1000):
        connection.sendall(b" ")
        time.sleep(0.3)


def cut_short(connection: socket.socket) -> None:
    connection.sendall(HEAD % (200, 1000) + b'{"as_of":')


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    while True:
        connection.sendall(b" " * 65_536)


def says(body: bytes, status: int = 200) -> Conversation:
    """A whole answer."""
    return lambda connection: connection.sendall(HEAD % (status, len(body)) + body)


MISBEHAVIOURS: dict[str, Conversation] = {
    "hangs": hangs,
    "resets": resets,
    "garbage": garbage,
    "drips its head": drips_head,
    "drips its body": drips_body,
    "is cut short": cut_short,
    "never ends": endless,
    "500": says(b"{}", 500),
    "500 in HTML": says(b"<h1>Oops</h1>", 500),
    "not JSON": says(b"<h1>Welcome to nginx</h1>"),
    "a list": says(b"[]"),
    "null": says(b"null"),
    "deep": says(b"[" * 200_000),
    "not UTF-8": says(b'{"a": "\xff\xfe"}'),
    "302": says(b"{}", 302),
    "401": says(b"{}", 401),
}
