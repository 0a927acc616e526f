"""``bawaba-kiosk``: enrol the device, serve its screens."""

import typer
from granian import Granian
from granian.constants import Interfaces

from bawaba_attestor import Attestor, Problem, Unavailable
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import NOWHERE, Device

main = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@main.command()
def enrol(
    code: str = typer.Option(..., prompt="The code of `bawaba attestors code`", envvar="BAWABA_KIOSK_CODE"),
) -> None:
    """Make the device's key on it, and bring its public half to the portal under a one-use code."""
    config = Config()
    device = Device(config)
    try:
        answer = Attestor(config.portal, config.slug, device.key).enrol(code)
    except (Problem, Unavailable) as refused:
        typer.echo(f"Not enrolled: {refused}", err=True)
        raise typer.Exit(1) from refused
    device.keep_place((answer["places"] or [NOWHERE])[0])
    typer.echo(f"Enrolled as {answer['attestor']} with key {answer['kid']}.")


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
