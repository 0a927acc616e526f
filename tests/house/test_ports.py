"""The ports that tests give to servers stay theirs until the servers come."""

import socket

import pytest

from ports import HOST, free_ports


def test_nobody_gets_a_port_that_a_test_was_given_but_the_server_that_asks_for_it() -> None:
    port = free_ports(1)[0]
    with socket.socket() as connection:  # as the system binds one that goes out
        with pytest.raises(OSError, match="in use"):
            connection.bind((HOST, port))
        with pytest.raises(ConnectionRefusedError):
            connection.connect((HOST, port))
    for _ in range(2):  # and once more, as after an end
        with socket.create_server((HOST, port)) as server, socket.create_connection((HOST, port)) as caller:
            assert caller.getpeername() == server.getsockname()
