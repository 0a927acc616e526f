"""``bawaba-kiosk``: enrol the device, serve its screens."""

import json

import typer
from granian import Granian
from granian.constants import Interfaces

from bawaba_kiosk.config import Config
from bawaba_kiosk.device import described, device_key

main = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@main.command()
def enrol() -> None:
    """Make the device's key; print what the operator loads by ``bawaba load_attestors``."""
    config = Config()
    described_kiosk = described(config.slug, device_key(config.key_file))
    typer.echo(json.dumps({"attestors": [described_kiosk]}, ensure_ascii=False, indent=1))


@main.command()
def serve(port: int = 8010) -> None:
    """Serve the screens on this machine."""
    Granian(
        "bawaba_kiosk.app:wsgi",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=2,
        log_access=False,
    ).serve()
