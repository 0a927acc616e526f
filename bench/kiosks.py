"""Fifty kiosks at once, beside one: whole visits of people who never registered, until the account is active."""

import json
import sys
from pathlib import Path
from typing import Any

from bawaba_attestor import Attestor, new_key
from bawaba_sandbox.demo import Demo
from bench.figures import Size, measured, order, ratios, spread, summed_up
from bench.machine import ROOT, cpu_seconds, described, used_between
from bench.servers import CLEAN, free_ports, run
from bench.sites import databases, served

MANY, FEW, ALONE = 50, 4, 5  # kiosks; kiosks of a tiny run; visits of the one alone
EACH = 3  # a round of this row takes as long as three of another
AT_ONCE, ONE = "all at once", "one alone"
SERVES = ("web", "worker")


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """The demo's processes as they run everywhere; the register's matcher is simulated: "biometric" measures a real one."""
    about, tiny = described(), size.rounds == 1
    with databases(kind, folder) as database:
        told = {**CLEAN, "PYTHONPATH": str(ROOT / "src"), "BAWABA_DATABASE_URL": database["portal"]}
        demo = Demo(folder / "demo", *free_ports(5), told=told | {"BAWABA_SANDBOX_MATCHER": "simulated"})
        try:
            demo.prepare()
            demo.start()
            keys = _enrolled(demo, FEW if tiny else MANY)
            return about | _row(_rounds(demo, keys, database["portal"], size), len(keys), kind)
        finally:
            demo.stop()


def _enrolled(demo: Demo, count: int) -> dict[str, dict[str, Any]]:
    """As a technician does it: a code from the console, typed at the device; keys by slug."""
    told = {**demo.environment(), "DJANGO_SETTINGS_MODULE": "bawaba.config.settings"}
    codes = json.loads(run([sys.executable, "-m", "bench.expected", str(count)], told).splitlines()[-1])
    keys = {slug: new_key() for slug in codes}
    for slug, code in codes.items():
        Attestor(demo.addresses["portal"], slug, keys[slug]).enrol(code)
    return keys


def _rounds(demo: Demo, keys: dict[str, dict[str, Any]], database: str, size: Size) -> list[dict[str, Any]]:
    first = dict([next(iter(keys.items()))])
    plans = {AT_ONCE: (keys, 1), ONE: (first, ALONE if size.rounds > 1 else 2)}
    _crowd(demo, keys, 1, database)  # warm
    return [
        {name: _crowd(demo, *plans[name], database) for name in order(list(plans), number)}
        for number in range(max(1, size.rounds // EACH))
    ]


def _crowd(demo: Demo, keys: dict[str, dict[str, Any]], visits: int, database: str) -> dict[str, Any]:
    plan = {"portal": demo.addresses["portal"], "outside": demo.addresses["outside"], "kiosks": keys, "visits": visits}
    before = _used(demo, database)
    done = json.loads(run([sys.executable, "-m", "bench.crowd"], {}, json.dumps(plan)))
    if done["bad"]:
        raise RuntimeError(f"{done['bad']} of {done['bad'] + done['good']} visits failed: {done['first_bad']}")
    used = used_between(before, _used(demo, database))
    return dict(done) | {"cpu_ms": 1000 * used / done["good"], **done["calls"]["visit"]}


def _used(demo: Demo, database: str) -> dict[int, float]:
    """Of web and worker with the database's processes; what the outside world uses is not the portal's."""
    found: dict[int, float] = {}
    for part in SERVES:
        found |= cpu_seconds(demo.running[part].pid, served(database))
    return found


def _row(rounds: list[dict[str, Any]], kiosks: int, kind: str) -> dict[str, Any]:
    calls = {
        call: {cut: spread([each[AT_ONCE]["calls"][call][cut] for each in rounds]) for cut in ("p50", "p95", "p99")}
        for call in rounds[0][AT_ONCE]["calls"]
    }
    visits = sum(each[AT_ONCE]["good"] for each in rounds)
    return {
        "row": "kiosks",
        "database": kind,
        "measured": measured(rounds),
        "said": (
            f"{kiosks} kiosks begin together, each with somebody who never registered: number, finger, phone, the code that "
            f"came by SMPP, the statement. {visits} visits in {len(rounds)} rounds, none failed; beside one kiosk that serves "
            "one after the other. The register and the SMS centre run on the same machine, and its matcher is simulated."
        ),
        "kiosks": kiosks,
        "visits": visits,
        "closed_loop": summed_up(rounds),
        "calls": calls,
        "ratios": {f"{AT_ONCE} / {ONE}": ratios(rounds, AT_ONCE, ONE)},
        "cpu_ratios": {f"{ONE} / {AT_ONCE}": ratios(rounds, ONE, AT_ONCE, "cpu_ms")},
        "target": None,
    }
