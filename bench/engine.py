"""The engine: the checklist page, submitting an application, a sealed PDF with its QR, a search among two hundred services."""

import json
import sys
from pathlib import Path
from typing import Any

from bench.figures import Size, measured, order, ratios, summed_up
from bench.machine import described
from bench.servers import BESIDE, all_up, drive, run
from bench.sites import HOLDS, VIOLATIONS, Site, databases, make, portal, register

CHECKLIST, HOLDS_CHECKLIST = "/services/pay-violations", 'class="check'
TARGETS = {"document": 5.0, "activation": 0.6}
SAID = {
    "activation": "One process: a bank's signed statement verified, decrypted and accepted in one transaction (R5), the register having been asked before; beside verifying and decrypting one, and a bare transaction of eight rows.",
    "checklist": "A service's page with its conditions judged on what the register said, beside the page of twenty violations. 16 connections.",
    "submission": "One process: the command that submits on fresh facts, beside one bare transaction of eight rows.",
    "document": "One process: a PDF/UA page typeset by typst with a new seal and its QR, beside WeasyPrint's page with a QR.",
    "biometric": "One process: a counter's signed call with a picture of a finger, through the portal to the sandbox's register and its real matcher; beside the register's call alone, and the matcher alone. CPU is this process's: of the matcher alone it is only what asks.",
    "search": "One process: the page that answers a search among 200 e-services, beside the same among those that are here.",
}


def weasyprint_is_here() -> bool:
    """Whether the peer could be installed."""
    return (BESIDE / "weasyprint").is_dir()


def checklist(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """Over HTTP, by everybody who is signed in."""
    about = described()
    with databases(kind, folder) as database:
        answering = register()
        site = portal(folder, database["portal"], answering.port, people=size.sessions, sessions=size.sessions)
        with all_up([answering, site.server], folder):
            pages = {"portal": (CHECKLIST, HOLDS_CHECKLIST), "violations page": (VIOLATIONS, HOLDS)}
            for page in pages.values():
                _drive(site, page, 2 * size.seconds)
            rounds = [
                {name: _drive(site, pages[name], size.seconds) for name in order(list(pages), number)}
                for number in range(size.rounds)
            ]
    return about | _row("checklist", rounds, size, kind, "violations page")


def inside(row: str, other: str, kind: str, size: Size, folder: Path, **more: str) -> dict[str, Any]:
    """In one process under the portal's settings, and ``more`` of them."""
    about = described()
    with databases(kind, folder) as database:
        told = {
            "BAWABA_PUBLIC_URL": "http://localhost:8000",
            "BAWABA_DATABASE_URL": database["portal"],
            "BAWABA_KEYRING_FILE": str(folder / "keyring.json"),
            "BAWABA_STATIC_DIR": str(folder / "static"),
            "DJANGO_SETTINGS_MODULE": "bawaba.config.settings",
            **more,
        }
        make(told)
        said = run([sys.executable, "-m", "bench.inside", row, str(size.rounds), str(size.seconds)], told)
    return about | _row(row, json.loads(said.strip().splitlines()[-1]), size, kind, other)


def _row(row: str, rounds: list[dict[str, Any]], size: Size, kind: str, other: str) -> dict[str, Any]:
    name, found = f"portal / {other}", ratios(rounds, "portal", other)
    least = TARGETS.get(row)
    target = {"ratio": name, "at_least": least, "met": found["median"] >= least} if least else None
    return {
        "row": row,
        "database": kind,
        "measured": measured(rounds),
        "said": f"{SAID[row]} {size.rounds} rounds of {size.seconds} s.",
        "rounds": size.rounds,
        "seconds": size.seconds,
        "closed_loop": summed_up(rounds),
        "ratios": {name: found},
        "cpu_ratios": {f"{other} / portal": ratios(rounds, other, "portal", "cpu_ms")},
        "target": target,
    }


def _drive(site: Site, page: tuple[str, str], seconds: float) -> dict[str, Any]:
    path, holds = page
    requests = [one.replace(f"GET {site.page} ", f"GET {path} ") for one in site.views()]
    return drive(site.server, requests=requests, holds=holds, seconds=seconds)
