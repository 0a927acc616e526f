"""Named places at which a test can end this process, as a power cut would. Nothing happens outside of test settings."""

import os
import signal

from django.conf import settings

VARIABLE = "FAILPOINT"  # name:kill, or name:raise to fail inside the process


class Failed(RuntimeError):
    """A failpoint that was told to raise."""


def reach(name: str) -> None:
    """Die here when FAILPOINT says so; honoured only where settings.FAILPOINTS is true, which no installation sets."""
    if not settings.FAILPOINTS:
        return
    chosen, _, how = os.environ.get(VARIABLE, "").partition(":")
    if chosen != name:
        return
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise Failed(name)
