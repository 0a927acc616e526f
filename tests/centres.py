"""SMS centres and relays of the sandbox on real sockets, in threads of the test."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from werkzeug.serving import make_server

from bawaba.connectors.sms.json_http import JsonHttp
from bawaba.connectors.sms.smpp import SmppCentre
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.messages import Messages
from ports import HOST, free_ports

PROGRAM = """
import asyncio, sys, pathlib
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.smsc.centre import Centre
asyncio.run(Centre(Messages(pathlib.Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])).run())
"""


def wait_until_open(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(port)


class Outside(Protocol):
    """A kind of SMS centre that can be switched on and off."""

    messages: Messages

    def connector(self) -> Any: ...

    def up(self) -> None: ...

    def down(self) -> None: ...


class Smpp:
    """The sandbox's SMPP centre."""

    def __init__(self, folder: Path) -> None:
        self.port, self.messages = free_ports(1)[0], Messages(folder / "messages.sqlite3")
        self._process: subprocess.Popen[bytes] | None = None
        self._store = folder / "messages.sqlite3"

    def connector(self) -> SmppCentre:
        return SmppCentre(f"{HOST}:{self.port}", "bawaba", "demo-sms", "Bawaba")

    def up(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(self._store), HOST, str(self.port)])
        wait_until_open(self.port)

    def down(self) -> None:
        """As its machine's power cut: nobody says goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None


class Gateway:
    """The sandbox's JSON gateway."""

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(1)[0]
        app = create_app(Config(folder=folder, matcher="simulated"))
        self.messages = app.extensions["messages"]
        self._app, self._server = app, None

    def connector(self) -> JsonHttp:
        return JsonHttp(f"http://{HOST}:{self.port}/sms/v1", "demo-sms", "Bawaba")

    def up(self) -> None:
        self._server = make_server(HOST, self.port, self._app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def running(kind: type[Any], folder: Path) -> Iterator[Any]:
    centre = kind(folder)
    centre.up()
    try:
        yield centre
    finally:
        centre.down()


def wait_for(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
