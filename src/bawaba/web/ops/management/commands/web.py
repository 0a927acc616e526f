"""``bawaba web``: serve the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    """Sync views under WSGI: granian served ten times what ASGI did (9-stack.md)."""

    help = "Serve the portal over HTTP."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and how many."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, address: str, port: int, workers: int, threads: int, **options: Any) -> None:
        """Until interrupted."""
        Granian(
            "bawaba.config.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            backpressure=64,
            respawn_failed_workers=True,
            log_access=False,
        ).serve()
