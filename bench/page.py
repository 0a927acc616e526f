"""A signed-in person's page of twenty violations, beside stock Django + allauth and a bare view."""

from pathlib import Path
from typing import Any

from bench.figures import Size, measured, order, ratios, summed_up
from bench.machine import described
from bench.servers import all_up, drive, gunicorn_is_here
from bench.sites import HOLDS, Site, bare, databases, portal, register, stock

TARGET = 5.0
RATE = 40.0  # requests a second offered for the latencies: what the slowest of them can serve


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """One database, everybody up at once, driven in turn."""
    about = described()
    with databases(kind, folder) as database:
        fresh, old = register(), register(age=31)
        sites = [portal(folder, database["portal"], fresh.port, people=size.sessions, sessions=size.sessions)]
        sites.append(portal(folder, database["portal"], old.port, name="portal-asking"))
        sites[1].people = sites[0].people
        sites += [*stock(database["stock"], size.sessions, size.sessions), bare()]
        with all_up([fresh, old, *(site.server for site in sites)], folder):
            return about | _measured(sites, size, kind)


def _measured(sites: list[Site], size: Size, kind: str) -> dict[str, Any]:
    by_name = {site.server.name: site for site in sites}
    for site in sites:
        _drive(site, seconds=2 * size.seconds)  # warm: templates compiled, facts cached, connections made
    rounds = [
        {name: _drive(by_name[name], seconds=size.seconds) for name in order(list(by_name), number)}
        for number in range(size.rounds)
    ]
    slow = [name for name in by_name if name != "stock-as-generated"]
    offered = [
        {name: _drive(by_name[name], seconds=2 * size.seconds, rate=RATE) for name in order(slow, number)}
        for number in range(max(1, size.rounds // 4))
    ]
    against = {name: ratios(rounds, "portal", name) for name in ("stock", "stock-as-generated", "bare")}
    return {
        "row": f"page-{kind}",
        "measured": measured(rounds),
        "peer_server": "gunicorn, sync workers" if gunicorn_is_here() else "granian (gunicorn could not be installed)",
        "connections": 16,
        "rounds": size.rounds,
        "seconds": size.seconds,
        "closed_loop": summed_up(rounds),
        "open_loop": {"rate": RATE, **summed_up(offered)},
        "ratios": {
            **{f"portal / {name}": value for name, value in against.items()},
            "portal asking the register each time / stock": ratios(rounds, "portal-asking", "stock"),
        },
        "cpu_ratios": {"stock / portal": ratios(rounds, "stock", "portal", "cpu_ms")},
        "target": {"ratio": "portal / stock", "at_least": TARGET, "met": against["stock"]["median"] >= TARGET},
    }


def _drive(site: Site, **plan: Any) -> dict[str, Any]:
    return drive(site.server, requests=site.views(), holds=HOLDS if site.cookie != "none" else "hello", **plan)
