"""The whole OpenID code flow of people who are logged in and have agreed, beside npm oidc-provider and django-oauth-toolkit."""

from pathlib import Path
from typing import Any

from bench.figures import Size, measured, order, ratios, steps_of, summed_up
from bench.machine import described
from bench.providers import (
    Plan,
    log_in_at_npm,
    npm_is_here,
    npm_provider,
    our_provider,
    toolkit_is_here,
    toolkit_provider,
)
from bench.servers import Server, all_up, drive
from bench.sites import databases, register

NPM, TOOLKIT = "oidc-provider", "django-oauth-toolkit"
TARGET = 0.8
SAID = (
    "Pushed request, authorization of a person who is logged in and has agreed (PKCE S256), code for tokens by "
    "client_secret_basic, identity token by ES256, UserInfo with a name. Every eighth flow is judged: signature, issuer, "
    "audience, nonce, times, at_hash, name, the same sub. Everybody: as many processes as cores, PostgreSQL, secrets compared "
    "without a password hash. oidc-provider 9 runs as a cluster over a table of its own, prepared statements, because its "
    "memory adapter holds a thousand entries of one process; it reads an account's row when it finds the account. "
    "django-oauth-toolkit has no pushed requests and no ES256: three steps, RS256; consent is skipped; it writes a refresh token. "
    "The portal alone writes an event for each of code, tokens and reading, and asks at each step whether session, consent, "
    "agency and account are still good. "
)
Sides = list[tuple[Server, Plan]]


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """Peers that could be installed; on SQLite the portal alone."""
    about = described()
    with databases(kind, folder, "npm", "toolkit") as database:
        answering = register()
        sides = [our_provider(folder, database["portal"], answering.port, size.sessions)]
        if kind == "postgresql" and npm_is_here():
            sides.append(npm_provider(database["npm"], size.sessions))
        if kind == "postgresql" and toolkit_is_here():
            sides.append(toolkit_provider(database["toolkit"], size.sessions))
        with all_up([answering, *(server for server, _ in sides)], folder):
            for server, plan in sides:
                if server.name == NPM:
                    log_in_at_npm(plan, size.sessions)
            return about | _row(_rounds(sides, size), kind, size)


def _rounds(sides: Sides, size: Size) -> list[dict[str, Any]]:
    by_name = {server.name: (server, plan) for server, plan in sides}
    for server, plan in sides:
        _walk(server, plan, 2 * size.seconds)  # warm
    return [
        {name: _walk(*by_name[name], size.seconds) for name in order(list(by_name), number)}
        for number in range(size.rounds)
    ]


def _walk(server: Server, plan: Plan, seconds: float) -> dict[str, Any]:
    return drive(server, by="bench.flow", seconds=seconds, **plan)


def _row(rounds: list[dict[str, Any]], kind: str, size: Size) -> dict[str, Any]:
    peers = [name for name in rounds[0] if name != "portal"]
    found = {f"portal / {name}": ratios(rounds, "portal", name) for name in peers}
    if {NPM, TOOLKIT} <= {*peers}:
        found[f"{TOOLKIT} / {NPM}"] = ratios(rounds, TOOLKIT, NPM)
    name = f"portal / {NPM}"
    target = {"ratio": name, "at_least": TARGET, "met": found[name]["median"] >= TARGET} if name in found else None
    return {
        "row": "oidc",
        "database": kind,
        "measured": measured(rounds),
        "said": f"{SAID}{size.rounds} rounds of {size.seconds} s, 8 at once.",
        "rounds": size.rounds,
        "seconds": size.seconds,
        "judged": sum(each[side]["judged"] for each in rounds for side in each),
        "closed_loop": summed_up(rounds),
        "steps": steps_of(rounds),
        "ratios": found,
        "cpu_ratios": {f"{name} / portal": ratios(rounds, name, "portal", "cpu_ms") for name in peers},
        "target": target,
    }
