"""Which matcher the register has on this machine."""

from collections.abc import Callable

from bawaba_sandbox.register.fingerprints.nbis import Missing
from bawaba_sandbox.register.matchers import Matcher
from bawaba_sandbox.register.matchers.libfprint import Libfprint
from bawaba_sandbox.register.matchers.simulated import Simulated

NAMED: dict[str, Callable[[], Matcher]] = {"libfprint": Libfprint, "simulated": Simulated}


def matcher(wanted: str) -> Matcher:
    """The one of that name, or Missing; with ``auto`` a real one where there is one, else the simulated one."""
    if wanted != "auto":
        return NAMED[wanted]()
    try:
        return Libfprint()
    except Missing:
        return Simulated()
