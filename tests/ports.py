"""Ports for what a test starts: its own until the tests' process ends."""

import socket

HOST = "127.0.0.1"
_held: list[socket.socket] = []


def free_ports(count: int) -> list[int]:
    """Where nobody listens. A port only looked up and let go may be a connection's before its server gets there.

    So it stays bound, without listening: the system then gives it to no connection and to nobody who asks for any
    port, and a server that asks for this one gets it (SO_REUSEADDR on both sides, as servers do), also when started
    again. Whoever connects before that is refused, as at any port without a server.
    """
    ours = [socket.socket() for _ in range(count)]
    for one in ours:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((HOST, 0))
    _held.extend(ours)
    return [one.getsockname()[1] for one in ours]
