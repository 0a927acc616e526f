"""A log-in with its second factor, until there is the new session, beside hashing alone."""

from pathlib import Path
from typing import Any

from bench.entering import Person
from bench.figures import Size, measured, order, ratios, steps_of, summed_up
from bench.login import CONNECTIONS, hash_alone
from bench.machine import described
from bench.servers import all_up, drive
from bench.sites import Site, databases, portal, register

HASHING = "hashing"
LEAST = 300  # as many as the fastest machine logs in while an app shows one code, in a tiny run
SAID = (
    "Password and then the code of an authenticator app, two forms and their transactions, until there is the new session: "
    "tries counted, the app's step moved on by one UPDATE, the log-in in the journal. Beside hashing a password alone. "
)


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """Nobody comes twice in the half minute in which an app shows the same code: they come in rotation."""
    about = described()
    with databases(kind, folder) as database:
        answering = register()
        site = portal(folder, database["portal"], answering.port, fill=["bench.apps", str(max(size.people, LEAST))])
        with all_up([answering, site.server], folder):
            return about | _row(_rounds(site, size), kind, size)


def _rounds(site: Site, size: Size) -> list[dict[str, Any]]:
    people = list(zip(site.people["names"], site.people["secrets"], strict=True))
    _enter(site, people, 2 * size.seconds)  # warm
    return [
        {
            name: hash_alone(size.seconds) if name == HASHING else _enter(site, people, size.seconds)
            for name in order([HASHING, "portal"], number)
        }
        for number in range(size.rounds)
    ]


def _enter(site: Site, people: list[Person], seconds: float) -> dict[str, Any]:
    told: dict[str, Any] = {"people": people, "password": site.people["password"][0], "cookie": site.cookie}
    done = drive(site.server, by="bench.entering", seconds=seconds, connections=CONNECTIONS, **told)
    people[:] = people[done["good"] :] + people[: done["good"]]
    return done


def _row(rounds: list[dict[str, Any]], kind: str, size: Size) -> dict[str, Any]:
    return {
        "row": "login2",
        "database": kind,
        "measured": measured(rounds),
        "said": f"{SAID}{size.rounds} rounds of {size.seconds} s, {CONNECTIONS} at once.",
        "rounds": size.rounds,
        "seconds": size.seconds,
        "closed_loop": summed_up(rounds),
        "steps": steps_of(rounds),
        "ratios": {f"portal / {HASHING}": ratios(rounds, "portal", HASHING)},
        "cpu_ratios": {f"{HASHING} / portal": ratios(rounds, HASHING, "portal", "cpu_ms")},
        "target": None,
    }
