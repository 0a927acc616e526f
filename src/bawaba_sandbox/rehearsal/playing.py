"""Play the stories, several at a time, with a live table; the number of those that failed."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.console import Console
from rich.live import Live
from rich.table import Table

from bawaba_sandbox.rehearsal.catalogue import AT_DESK, CATALOGUE
from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.staff import noor_at_desk, reviewer_at_desk
from bawaba_sandbox.rehearsal.stories import ALONE, ATTENDED, DESK, REVIEWED, TOGETHER
from bawaba_sandbox.rehearsal.stories.telling import Story

AT_A_TIME = 6
WORDS = {"waits": "[dim]waits[/dim]", "plays": "[yellow]plays[/yellow]", "passed": "[green]passed[/green]"}


@dataclass
class Line:
    """One line of the table."""

    name: str
    story: Story
    state: str = "waits"
    why: str = ""
    seconds: float = 0.0

    def play(self, at: Addresses) -> None:
        """Once; what went wrong is kept in one sentence."""
        began, self.state = time.monotonic(), "plays"
        try:
            self.story(at)
            self.state = "passed"
        except Exception as error:
            self.state, self.why = "failed", f"{type(error).__name__}: {str(error)[:200]}"
        self.seconds = time.monotonic() - began


def play(at: Addresses, only: str = "", console: Console | None = None, *, catalogue: bool = False) -> int:
    """Most together, then those that switch the outside world off; a line a story, as told from the first moment.

    ``catalogue``: instead of the story, every e-service once; those that an officer decides when the code is given.
    """
    console = console or Console()
    if at.officer_code:
        noor_at_desk(at)  # a spent code is said once, before anybody plays
    if at.reviewer_code:
        reviewer_at_desk(at)
    whole = TOGETHER | (DESK | ATTENDED if at.officer_code else {})
    whole |= REVIEWED if at.officer_code and at.reviewer_code else {}
    every = CATALOGUE | (AT_DESK if at.officer_code else {})
    together, alone = _lines(every if catalogue else whole, only), _lines({} if catalogue else ALONE, only)
    lines, began = [*together, *alone], time.monotonic()
    with Live(console=console, get_renderable=lambda: _table(lines), refresh_per_second=4):
        with ThreadPoolExecutor(AT_A_TIME) as stage:
            list(stage.map(lambda line: line.play(at), together))
        for line in alone:
            line.play(at)
    if not at.officer_code:
        console.print("Without --officer-code: what an officer decides was left out.")
    elif not at.reviewer_code:
        console.print("Without --reviewer-code: what a reviewer decides was left out.")
    failed = sum(line.state != "passed" for line in lines)
    console.print(f"{len(lines) - failed} passed, {failed} failed, {time.monotonic() - began:.0f} s")
    return failed if lines else 1


def _lines(stories: dict[str, Story], only: str) -> list[Line]:
    return [Line(name, story) for name, story in stories.items() if only in name]


def _table(lines: list[Line]) -> Table:
    table = Table(title="Rehearsal")
    for column in ("Story", "Outcome", "Time"):
        table.add_column(column, justify="right" if column == "Time" else "left")
    for line in lines:
        outcome = WORDS.get(line.state, f"[red]failed[/red] {line.why}")
        table.add_row(line.name, outcome, f"{line.seconds:.1f} s" if line.seconds else "")
    return table
