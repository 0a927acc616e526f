"""One web worker's memory after a thousand and after ten thousand requests of every kind of page."""

from pathlib import Path
from typing import Any

from bench.figures import Size
from bench.machine import described, resident_megabytes
from bench.servers import all_up, drive
from bench.sites import Site, databases, portal, register

MOST_MEGABYTES, MOST_GROWTH = 150.0, 1.1
PAGES = ("/services/violations/list", "/home", "/services/", "/services/pay-violations", "/settings", "/inbox", "/")


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """Resident, of one worker with four threads."""
    about = described()
    with databases(kind, folder) as database:
        answering = register()
        site = portal(
            folder, database["portal"], answering.port, people=size.sessions, sessions=size.sessions, workers=1
        )
        with all_up([answering, site.server], folder):
            requests = _requests(site)
            drive(site.server, requests=requests, count=size.few)
            after_few = resident_megabytes(site.server.pid)
            drive(site.server, requests=requests, count=size.many - size.few)
            after_many = resident_megabytes(site.server.pid)
    growth = after_many / after_few
    return about | {
        "row": "memory",
        "database": kind,
        "measured": True,
        "requests": [size.few, size.many],
        "megabytes": [round(after_few, 1), round(after_many, 1)],
        "growth": round(growth, 3),
        "target": {
            "megabytes_below": MOST_MEGABYTES,
            "growth_at_most": MOST_GROWTH,
            "met": after_many < MOST_MEGABYTES and growth <= MOST_GROWTH,
        },
    }


def _requests(site: Site) -> list[str]:
    """Everybody looks at everything, in both languages."""
    made = []
    for number, key in enumerate(site.people["cookies"]):
        for page in PAGES:
            cookies = f"session={key}; reading=language={('ar', 'en')[number % 2]}"
            made.append(f"GET {page} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n")
    return made
