"""All of the outside world: HTTP in a process of its own, SMPP and SMTP servers and the callbacks in this one."""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack

from bawaba_sandbox.config import Config
from bawaba_sandbox.mail.relay import relay
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.pay.callbacks import send_callbacks, signing_key
from bawaba_sandbox.pay.store import Payments
from bawaba_sandbox.smsc.centre import Centre

CALLBACK_SECONDS = 2.0
PATIENCE = 8  # seconds: less than a demo has with its parts
HOST = "127.0.0.1"


def serve(config: Config, port: int) -> bool:
    """Until told to stop, which is True, or until one of its servers has ended by itself; OSError where mail has no port.

    The web server forks, and a fork beside running threads can hang: so it is a process apart.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
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


def taken(ports: Mapping[str, int]) -> list[tuple[str, int]]:
    """Names and numbers of those that are given twice, or at which somebody listens already."""
    numbers = list(ports.values())
    return [(name, port) for name, port in ports.items() if numbers.count(port) > 1 or is_taken(port)]


def is_taken(port: int) -> bool:
    """Whether somebody listens there already, at either of this machine's own addresses, or only others may."""
    return any(_refuses(family, host, port) for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")))


def _refuses(family: int, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as refused:
        return refused.errno in (errno.EADDRINUSE, errno.EACCES)
    return False


def _centre(messages: Messages, port: int) -> threading.Thread:
    """Not yet started; it ends with what went wrong, in the log, where it cannot serve."""
    return threading.Thread(target=lambda: asyncio.run(Centre(messages, HOST, port).run()), daemon=True)


def _end(web: "subprocess.Popen[bytes]") -> None:
    """It is told again and again: while it loads it hears nothing."""
    for _ in range(PATIENCE):
        web.terminate()
        try:
            web.wait(1)
        except subprocess.TimeoutExpired:
            continue
        return
    web.kill()
    web.wait()


def _start_web(config: Config, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "bawaba_sandbox.app:wsgi", "--factory", "--interface", "wsgi"]
    options = ["--host", HOST, "--port", str(port), "--blocking-threads", "4"]
    environment = {**os.environ, "BAWABA_SANDBOX_DIR": str(config.folder.resolve())}
    return subprocess.Popen([*command, *options], env=environment)
