"""``bawaba worker``: work the outbox off until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from bawaba.journal.engines import engine


class Command(BaseCommand):
    """One worker; start as many as you like on PostgreSQL."""

    help = "Deliver messages, carry effects out, run the jobs of the clock."

    def handle(self, *args: Any, **options: Any) -> None:
        """SIGTERM and SIGINT let the row under way end first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        engine().run(stop)
