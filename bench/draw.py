"""Draws bench/README.md and bench/results/ratios.svg from the JSON; ``python -m bench.draw --check`` fails when stale."""

import json
import sys
from pathlib import Path
from typing import Any

from bench.figures import RESULTS

PAGE = RESULTS.parent / "README.md"
PICTURE = RESULTS / "ratios.svg"
FIGURES = {"rate": "a second", "p50": "p50 ms", "p95": "p95 ms", "p99": "p99 ms", "cpu_ms": "CPU ms each"}
HEAD = """# How fast it is

`make bench` starts the portal, its peers and the load with one command, measures them in turn (A B C, then C B A), and draws
this page from `results/*.json`. Absolute figures are of the machine named with them; **a ratio is always taken inside one
round**, because what disturbed a round disturbed both. Figures are minimum / **median** / maximum over the rounds.

- Throughput is a closed loop; latencies are an open loop at a fixed rate, counted from the moment a request was due.
- A generator that was busy for nine tenths of the time measured itself: such a row says "not measured".
- The hash cost is the production cost, Argon2id 19 MiB, t=2, p=1, for everybody.
- "CPU ms each" is what a request cost the server's processes and PostgreSQL's processes that serve it. It is the steadier figure:
  on a machine that others load too, throughput is what the scheduler left, and the ratio of CPU says what a quiet machine would
  rather show. Of "stock-as-generated" it leaves out the database processes that end with each request.
- The stock site is `startproject` plus allauth: database session, ORM, Django templates, as many processes as cores. "stock" keeps
  its database connections for a minute, "stock-as-generated" opens one a request. Its page has the portal's twenty rows and columns,
  one calendar instead of two, and a fifth less HTML.
- The register of a run is a program that answers at once. The portal asks it when its answer is older than 30 s: "portal" is that
  steady state, "portal-asking" asks it for every page.
- Logging in, the portal also counts tries, writes the text message with its code and the task that sends it; the others write a session.
  "login2" goes on to the code of an authenticator app and the new session.
- "oidc" walks whole flows, each with its own state, nonce and verifier, over a browser's connection and an agency's. Its peers are
  pinned by `requirements.lock` and `peers/oidc_provider/package-lock.json`, and installed into `var/bench-peers`; npm's peer needs
  Node. The goal of its issue is 0.8 of oidc-provider, the design's last goal is 1.0.
"""


def draw(results: Path = RESULTS) -> None:
    """Write both."""
    told = _told(results)
    results.mkdir(exist_ok=True)
    PAGE.write_text(_page(told))
    PICTURE.write_text(_picture(told))


def stale() -> list[str]:
    """Names of what does not show the results as they are."""
    told = _told(RESULTS)
    drawn = {PAGE: _page(told), PICTURE: _picture(told)}
    return [path.name for path, text in drawn.items() if not path.exists() or path.read_text() != text]


def in_short(result: dict[str, Any]) -> str:
    """One line of a row."""
    met = "target " + ("met" if result["target"]["met"] else "MISSED") if result["target"] else "no target is named"
    if not result["measured"]:
        return "not measured: the generator was saturated"
    said = [f"{name} {_three(value)}" for name, value in result.get("ratios", {}).items()]
    said += [
        f"{name} {result[name]}"
        for name in ("megabytes", "growth", "seconds")
        if "ratios" not in result and name in result
    ]
    return f"{met}; " + "; ".join(said)


def _told(results: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(results.glob("*.json"))]


def _page(told: list[dict[str, Any]]) -> str:
    parts = [HEAD, "![Ratios against their targets](results/ratios.svg)\n"]
    return "\n".join([*parts, *(_section(one) for one in told)])


def _section(one: dict[str, Any]) -> str:
    machine = one["machine"]
    where = (
        f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}, load {machine['load_before']} before"
    )
    changed = ", with changes" if one["changed"] else ""
    lines = [f"## {one['row']}", "", f"{one['date']}, commit {one['commit'][:10]}{changed}. {where}.", ""]
    if not one["measured"]:
        return "\n".join([*lines, "Not measured: the generator was saturated.", ""])
    if "closed_loop" in one:
        lines += _loops(one)
    elif "megabytes" in one:
        few, many = one["megabytes"]
        lines += [
            f"{few} MB after {one['requests'][0]} requests, {many} MB after {one['requests'][1]}: × {one['growth']}.",
            "",
        ]
    else:
        lines += [f"{_three(one['seconds'])} s from an empty folder until it is ready.", ""]
    return "\n".join([*lines, _target(one["target"]), ""])


def _loops(one: dict[str, Any]) -> list[str]:
    if "said" in one:
        lines = [one["said"], ""]
    elif "peer_server" in one:
        lines = [
            f"The peers' server: {one['peer_server']}. {one['rounds']} rounds of {one['seconds']} s, {one['connections']} connections.",
            "",
        ]
    else:
        lines = [
            f"{one['rounds']} rounds of {one['seconds']} s, {one['connections']} connections, {one['threads']} hashing threads.",
            "",
        ]
    lines += _table("closed loop", one["closed_loop"], ("rate", "cpu_ms"))
    if "open_loop" in one:
        lines += _offered(one)
    if "calls" in one:
        lines += _table(f"{one['kiosks']} at once, by call", one["calls"], ("p50", "p95", "p99"))
    if "steps" in one:
        lines += _table("each step, 8 at once", one["steps"], ("p50", "p95", "p99"))
    lines += ["| ratio of throughput | minimum / median / maximum |", "|---|---|"]
    lines += [f"| {name} | {_three(value)} |" for name, value in one["ratios"].items()]
    lines += [f"| CPU: {name} | {_three(value)} |" for name, value in one["cpu_ratios"].items()]
    return [*lines, ""]


def _offered(one: dict[str, Any]) -> list[str]:
    offered = {name: value for name, value in one["open_loop"].items() if name != "rate"}
    return _table(f"{one['open_loop']['rate']:.0f} a second offered", offered, ("p50", "p95", "p99"))


def _table(name: str, rows: dict[str, Any], figures: tuple[str, ...]) -> list[str]:
    head = [
        f"| {name} | " + " | ".join(FIGURES[figure] for figure in figures) + " |",
        "|---" * (len(figures) + 1) + "|",
    ]
    body = [f"| {who} | " + " | ".join(_three(row[figure]) for figure in figures) + " |" for who, row in rows.items()]
    return [*head, *body, ""]


def _target(target: dict[str, Any] | None) -> str:
    if target is None:
        return "No target is named for it."
    said = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in target.items() if name != "met")
    return f"Target: {said}: **{'met' if target['met'] else 'missed'}**."


def _three(value: dict[str, float]) -> str:
    low, middle, high = (_short(value[name]) for name in ("minimum", "median", "maximum"))
    return f"{low} / **{middle}** / {high}"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _picture(told: list[dict[str, Any]]) -> str:
    rows = [
        (one["row"], one["ratios"][one["target"]["ratio"]], one["target"])
        for one in told
        if "ratio" in (one["target"] or {})
    ]
    height = 44 + 46 * len(rows)
    drawn = "".join(_bar(number, *row) for number, row in enumerate(rows))
    title = "Median against target, with minimum and maximum; the line is the target"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" viewBox="0 0 720 {height}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{title}</title><rect width="720" height="{height}" fill="#fff"/>'
        f'<text x="16" y="24" fill="#0a3641">{title}</text>{drawn}</svg>\n'
    )


def _bar(number: int, name: str, value: dict[str, float], target: dict[str, Any]) -> str:
    """The target stands at 250 of 450 for every row: rows of different scale compare."""
    top, scale = 40 + 46 * number, 250 / target["at_least"]
    low, middle, high = (min(450.0, value[key] * scale) for key in ("minimum", "median", "maximum"))
    colour = "#1f7a5c" if target["met"] else "#b3541e"
    said = f"{value['median']:.2f}, target {target['at_least']}"
    return (
        f'<text x="16" y="{top + 16}">{name}</text><rect x="150" y="{top}" width="{middle:.1f}" height="22" fill="{colour}"/>'
        f'<path d="M{150 + low:.1f} {top + 11}H{150 + high:.1f}" stroke="#0a3641" stroke-width="2"/>'
        f'<path d="M400 {top - 5}v32" stroke="#d9a441" stroke-width="3"/><text x="610" y="{top + 16}">{said}</text>'
    )


if __name__ == "__main__":
    old = stale()
    if "--check" in sys.argv:
        raise SystemExit(f"stale: {', '.join(old)}; python -m bench.draw" if old else 0)
    draw()
