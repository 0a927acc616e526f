"""All of the outside world: HTTP in a process of its own, SMPP and SMTP servers and the callbacks in this one."""

import asyncio
import os
import signal
import subprocess
import sys
import threading

from bawaba_sandbox.config import Config
from bawaba_sandbox.mail.relay import relay
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.pay.callbacks import send_callbacks, signing_key
from bawaba_sandbox.pay.store import Payments
from bawaba_sandbox.smsc.centre import Centre

CALLBACK_SECONDS = 2.0
HOST = "127.0.0.1"


def serve(config: Config, port: int) -> None:
    """Until told to stop. The web server forks, and a fork beside running threads can hang: so it is a process apart."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    web = _start_web(config, port)
    messages = Messages(config.folder / "messages.sqlite3")
    threading.Thread(target=lambda: asyncio.run(Centre(messages, HOST, config.smpp_port).run()), daemon=True).start()
    mail = relay(messages, HOST, config.smtp_port)
    mail.start()
    payments, key = Payments(config.folder / "payments.sqlite3"), signing_key(config.folder)
    while not stop.wait(CALLBACK_SECONDS) and web.poll() is None:
        send_callbacks(payments, key)
    web.terminate()
    web.wait(10)
    mail.stop()


def _start_web(config: Config, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "bawaba_sandbox.app:wsgi", "--factory", "--interface", "wsgi"]
    options = ["--host", HOST, "--port", str(port), "--blocking-threads", "4"]
    environment = {**os.environ, "BAWABA_SANDBOX_DIR": str(config.folder.resolve())}
    return subprocess.Popen([*command, *options], env=environment)
