"""A demo in the terminal: says what is in the way, how far it is, who has ended; ends all of it when told to."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from bawaba_sandbox.app import cast_list
from bawaba_sandbox.config import Config
from bawaba_sandbox.demo import PORTS, Demo, PartEnded, Post
from bawaba_sandbox.serving import taken
from bawaba_sandbox.showing import show_cast

TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

HOW = """The browser makes the passkey: by fingerprint, face, PIN or a security key, at http://localhost only. Where it has
none of these, Chromium plays one: developer tools, More tools, WebAuthn, "Enable virtual authenticator environment",
add one with resident keys and user verification. A rehearsal takes Noor's place; a new code: bawaba-sandbox desk-code."""


class Told(BaseException):
    """Somebody pressed Ctrl-C, closed the terminal, or asked for an end."""


def run_demo(demo: Demo) -> int:
    """Until interrupted; 0 when that was asked for, 1 when something was in the way."""
    console = Console(soft_wrap=True)
    found = taken({name: getattr(demo, name) for name in PORTS})
    for name, port in found:
        console.print(
            f"Port {port} is taken, or not for you: another demo may be running. Choose another by --{name} PORT."
        )
    if found:
        return 1
    with told_to_stop():
        try:
            _play(demo, console)
        except Told:
            console.print("Ending.")
        except (PartEnded, TimeoutError) as ended:
            console.print(str(ended), style="red", markup=False, highlight=False)
            return 1
        except subprocess.CalledProcessError as failed:
            command = " ".join(str(one) for one in failed.cmd)
            console.print(f"[red]This did not work: {command}[/red] What it said stands above.")
            return 1
        finally:
            _deaf()  # a second Ctrl-C must not leave half of it running
            demo.stop()
    return 0


def _play(demo: Demo, console: Console) -> None:
    began = time.monotonic()
    demo.prepare()
    demo.start()
    console.print(f"[bold]Ready[/bold] after {time.monotonic() - began:.0f} s. Ctrl-C ends it.")
    show_cast(console, demo.addresses)
    _show_officer(demo, console)
    while True:
        demo.require_running()
        time.sleep(0.5)


def code_of_noor(demo: Demo) -> str:
    """A new code for the desk and the counter, as the console prints it."""
    return demo.employ(_post_of("noor"))[0]


def codes_of_both(demo: Demo) -> list[str]:
    """Noor's, and the same for whoever reviews: another person, for nobody decides about what they attended."""
    return demo.employ(_post_of("noor"), _post_of("khalid", reviews=True))


def _post_of(slug: str, *, reviews: bool = False) -> Post:
    one = next(one for one in cast_list(Config().seed) if one["slug"] == slug)
    return Post(slug, one["kind"], one["number"], reviews)


def _show_officer(demo: Demo, console: Console) -> None:
    code, again = codes_of_both(demo)
    desk = f"{demo.addresses['portal']}/desk/code"
    console.print(
        f"Officer Noor: [bold]{desk}[/bold]  user name [bold]noor[/bold], code [bold]{code}[/bold] (makes a passkey, once)"
    )
    console.print(f"Reviewer Khalid: the same page, user name [bold]khalid[/bold], code [bold]{again}[/bold]")
    console.print(HOW)


def _tell(*_: Any) -> None:
    raise Told


def _deaf() -> None:
    for number in TOLD_TO_STOP:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Inside, every way of asking for an end is Told."""
    before = {number: signal.signal(number, _tell) for number in TOLD_TO_STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
