"""Play the stories with a live table; the number of those that failed."""

import time

from rich.console import Console
from rich.live import Live
from rich.table import Table

from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.stories import stories


def play(at: Addresses, only: str = "") -> int:
    """One after the other; a line a story."""
    console = Console()
    lines: list[tuple[str, str, str]] = []
    chosen = {name: story for name, story in stories().items() if only in name}
    with Live(_table(lines), console=console, refresh_per_second=4) as live:
        for name, story in chosen.items():
            began = time.monotonic()
            try:
                story(at)
                outcome = "[green]passed[/green]"
            except Exception as error:
                outcome = f"[red]failed[/red] {type(error).__name__}: {str(error)[:160]}"
            lines.append((name, outcome, f"{time.monotonic() - began:.1f} s"))
            live.update(_table(lines))
    failed = sum("failed" in outcome for _, outcome, _ in lines)
    console.print(f"{len(lines) - failed} passed, {failed} failed")
    return failed


def _table(lines: list[tuple[str, str, str]]) -> Table:
    table = Table(title="Rehearsal")
    for column in ("Story", "Outcome", "Time"):
        table.add_column(column)
    for line in lines:
        table.add_row(*line)
    return table
