"""All of the outside world in one process: HTTP by granian beside an SMPP and an SMTP server."""

import asyncio
import os
import threading
import time

from granian import Granian
from granian.constants import Interfaces

from bawaba_sandbox.config import Config
from bawaba_sandbox.mail.relay import relay
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.pay.callbacks import send_callbacks, signing_key
from bawaba_sandbox.pay.store import Payments
from bawaba_sandbox.smsc.centre import Centre

CALLBACK_SECONDS = 2.0


def serve(config: Config, port: int) -> None:
    """Until interrupted."""
    os.environ["BAWABA_SANDBOX_DIR"] = str(config.folder.resolve())
    messages = Messages(config.folder / "messages.sqlite3")
    threading.Thread(
        target=lambda: asyncio.run(Centre(messages, "127.0.0.1", config.smpp_port).run()), daemon=True
    ).start()
    relay(messages, "127.0.0.1", config.smtp_port).start()
    threading.Thread(target=_repeat_callbacks, args=(config,), daemon=True).start()
    Granian(
        "bawaba_sandbox.app:wsgi",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_access=False,
    ).serve()


def _repeat_callbacks(config: Config) -> None:
    payments, key = Payments(config.folder / "payments.sqlite3"), signing_key(config.folder)
    while True:
        send_callbacks(payments, key)
        time.sleep(CALLBACK_SECONDS)
