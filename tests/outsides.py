"""The sandbox's outside world in a test, and the line of its banks to a portal that answers as told."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from bawaba_attestor import Outcome
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.populate import populate


class Portal:
    """What a bank's line hears."""

    def __init__(self) -> None:
        self.answer: Any = Outcome("activated", "j", {})
        self.stated: list[Any] = []

    def attest(self, subject: Any, claims: Any) -> Outcome:
        self.stated.append((subject, claims))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def outside_in(folder: Path) -> Any:
    """With a small population of its own."""
    populate(folder / "register.sqlite3", 120, 7, today=date.today())
    return create_app(Config(folder=folder, matcher="simulated"))


def line_of_banks(app: Any) -> Portal:
    """Every bank's line leads here."""
    line = Portal()
    app.extensions["banks"].attestors = dict.fromkeys(app.extensions["banks"].attestors, line)
    return line


def code_on(app: Any, phone: str) -> str:
    found = re.search(r"\d{6}", app.extensions["messages"].of("sms", phone)[0]["text"])
    assert found
    return found[0]
