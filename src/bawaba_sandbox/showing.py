"""The cast as a table in the terminal."""

from rich.console import Console
from rich.table import Table

from bawaba_sandbox.app import cast_list
from bawaba_sandbox.bank.store import pin_of
from bawaba_sandbox.config import Config


def show_cast(console: Console, addresses: dict[str, str]) -> None:
    """Names, numbers, phones, bank passwords, and where everything is."""
    table = Table(title="The cast (synthetic)")
    for column in ("Name", "Who", "Number", "Phone", "Bank: user, password, PIN"):
        table.add_column(column, no_wrap=column in {"Number", "Phone"}, overflow="fold")
    for one in cast_list(Config().seed):
        bank = f"{one['slug']} demo-{one['slug']} {pin_of(one['person_key'])}"
        table.add_row(one["en"], one["population"], one["number"], one["phone"], bank)
    console.print(table)
    console.print(f"Start page with links to every screen: [bold]{addresses['outside']}/[/bold]")
    console.print(f"Portal: [bold]{addresses['portal']}/[/bold]   Kiosk: [bold]{addresses['kiosk']}/[/bold]")
