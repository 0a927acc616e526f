"""All of the outside world: HTTP in a process of its own, SMPP and SMTP servers and the callbacks in this one."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack

from bawaba_sandbox.config import Config
from bawaba_sandbox.mail.relay import relay
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.pay.callbacks import send_callbacks, signing_key
from bawaba_sandbox.pay.store import Payments
from bawaba_sandbox.smsc.centre import Centre

CALLBACK_SECONDS = 2.0
HOST = "127.0.0.1"


def serve(config: Config, port: int) -> bool:
    """Until told to stop, which is True, or until one of its servers has ended by itself; OSError where mail has no port.

    The web server forks, and a fork beside running threads can hang: so it is a process apart.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    messages = Messages(config.folder / "messages.sqlite3")
    mail, centre = relay(messages, HOST, config.smtp_port), _centre(messages, config.smpp_port)
    with ExitStack() as ends:
        mail.start()
        ends.callback(mail.stop)
        centre.start()
        web = _start_web(config, port)
        ends.callback(_end, web)
        payments, key = Payments(config.folder / "payments.sqlite3"), signing_key(config.folder)
        while not stop.wait(CALLBACK_SECONDS) and web.poll() is None and centre.is_alive():
            send_callbacks(payments, key)
    return stop.is_set()


def is_taken(port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _centre(messages: Messages, port: int) -> threading.Thread:
    """Not yet started; it ends with what went wrong, in the log, where it cannot serve."""
    return threading.Thread(target=lambda: asyncio.run(Centre(messages, HOST, port).run()), daemon=True)


def _end(web: "subprocess.Popen[bytes]") -> None:
    web.terminate()
    web.wait(10)


def _start_web(config: Config, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "bawaba_sandbox.app:wsgi", "--factory", "--interface", "wsgi"]
    options = ["--host", HOST, "--port", str(port), "--blocking-threads", "4"]
    environment = {**os.environ, "BAWABA_SANDBOX_DIR": str(config.folder.resolve())}
    return subprocess.Popen([*command, *options], env=environment)
