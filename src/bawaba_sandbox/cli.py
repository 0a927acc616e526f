"""``bawaba-sandbox``: serve the outside world, fill its register, start a demo, rehearse the whole story."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError
from typing import Annotated, TypeVar

import typer

from bawaba_sandbox.config import Config
from bawaba_sandbox.demo import Demo
from bawaba_sandbox.register.fingerprints.impressions import IN_A_HURRY
from bawaba_sandbox.register.fingerprints.measuring import Plan, is_no_matcher, measured
from bawaba_sandbox.register.fingerprints.nbis import Missing, Nbis
from bawaba_sandbox.register.fingerprints.report import figures, write
from bawaba_sandbox.register.matchers.libfprint import THRESHOLD, name_of
from bawaba_sandbox.register.populate import NoRoom
from bawaba_sandbox.register.populate import populate as fill
from bawaba_sandbox.rehearsal.browser import answers
from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.playing import play
from bawaba_sandbox.rehearsal.staff import CodeSpent
from bawaba_sandbox.running import code_of_noor, codes_of_both, run_demo
from bawaba_sandbox.serving import serve as serve_all
from bawaba_sandbox.serving import taken

main = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
fingerprints = typer.Typer(no_args_is_help=True, help="The real matcher, measured.")
main.add_typer(fingerprints, name="fingerprints")
T = TypeVar("T")
Port = Annotated[int, typer.Option(min=1, max=65535)]
PATIENCE = 60.0  # seconds for one finger against all others


@main.command()
def populate(persons: int = 2000, seed: int = 7, *, again: bool = False) -> None:
    """Fill the register with a synthetic population, deterministic from its seed and the day."""
    path = Config().folder / "register.sqlite3"
    if path.exists() and not again:
        raise typer.BadParameter(f"{path} is a register already; --again replaces it by a new one.")
    try:
        fill(path, persons, seed, today=date.today())
    except (NoRoom, ValueError) as error:
        raise typer.BadParameter(str(error)) from error


@main.command()
def serve(port: Port = 8020) -> None:
    """Register, banks, payment provider, courier, SMS centre, mail relay: until interrupted."""
    config = Config()
    means = {"--port": port, "BAWABA_SANDBOX_SMPP_PORT": config.smpp_port, "BAWABA_SANDBOX_SMTP_PORT": config.smtp_port}
    if found := taken(means):
        raise typer.BadParameter(
            " ".join(f"Port {port} is taken, or not for you: choose another by {name}." for name, port in found)
        )
    if not serve_all(config, port):
        raise typer.Exit(1)


@main.command()
def demo(
    folder: Path = Path("var/demo"),
    portal: Port = 8000,
    kiosk: Port = 8010,
    outside: Port = 8020,
    smpp: Port = 2775,
    smtp: Port = 2525,
) -> None:
    """Portal, worker, kiosk and outside world together; prints the cast."""
    raise typer.Exit(run_demo(Demo(folder, portal, kiosk, outside, smpp, smtp)))


@main.command()
def rehearse(
    folder: Path = Path("var/demo"),
    portal: str = "",
    kiosk: str = "",
    outside: str = "",
    only: str = "",
    officer_code: str = "",
    reviewer_code: str = "",
    *,
    catalogue: bool = False,
) -> None:
    """Play the whole story, or every e-service of the catalogue, against a running demo; exits non-zero on a failure.

    The demo of ``folder`` is asked where it runs, and for a code with which Noor enters the desk. Against another
    one give its addresses and a fresh code; without a code what an officer decides is left out.
    """
    usual = Addresses()
    at = Addresses(portal or usual.portal, kiosk or usual.kiosk, outside or usual.outside, officer_code, reviewer_code)
    if at == usual and (demo := Demo.running_in(folder)):
        noor, reviewer = _asked_of(demo, codes_of_both)
        at = Addresses(**demo.addresses, officer_code=noor, reviewer_code=reviewer)
    for address in (at.portal, at.kiosk, at.outside):
        if not answers(address):
            raise typer.BadParameter(f"Nothing answers at {address}. Is the demo running there? (make demo)")
    try:
        raise typer.Exit(1 if play(at, only, catalogue=catalogue) else 0)
    except CodeSpent as spent:
        raise typer.BadParameter(str(spent)) from spent


@fingerprints.command()
def measure(
    fingers: Annotated[int, typer.Option(min=2)] = 60,
    captures: Annotated[int, typer.Option(min=1)] = 3,
    seed: int = 1,
    wild: float = IN_A_HURRY,
    to: Path = Path("var/fingerprints"),
) -> None:
    """Genuine and impostor scores: a threshold from one set of fingers, the errors from another, and the curve."""
    try:
        nbis = Nbis(PATIENCE)
    except Missing as missing:
        raise typer.BadParameter(f"No libfprint on this machine ({missing}): docs/operate/fingerprints.md") from missing
    plan = Plan(fingers, captures, seed, wild)
    try:
        choosing, trying = (measured(nbis, plan, name, typer.echo) for name in ("choosing", "trying"))
    finally:
        nbis.close()
    found = figures(name_of(nbis), plan, choosing, trying)
    for path in write(found, to):
        typer.echo(path)
    for threshold in (THRESHOLD, found["threshold"]):
        if wrong := is_no_matcher(trying, threshold):
            typer.echo(f"This is no matcher: at {threshold} {wrong}.", err=True)
            raise typer.Exit(1)


@main.command()
def desk_code(folder: Path = Path("var/demo")) -> None:
    """A new code for officer Noor of a running demo; passkeys made before it open nothing any more."""
    demo = Demo.running_in(folder)
    if demo is None:
        raise typer.BadParameter(f"No demo runs from {folder}. (make demo)")
    typer.echo(_asked_of(demo, code_of_noor))


def _asked_of(demo: Demo, question: Callable[[Demo], T]) -> T:
    try:
        return question(demo)
    except CalledProcessError as failed:
        raise typer.BadParameter(f"The demo of {demo.folder} gives no code for the desk: {failed}") from failed
