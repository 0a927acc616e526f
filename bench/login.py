"""A password checked and a session opened, beside hashing alone and stock Django + allauth doing the same."""

import json
import os
import re
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.figures import Size, measured, order, ratios, summed_up
from bench.machine import described
from bench.servers import all_up, drive, run
from bench.sites import Site, databases, portal, register, stock

TARGET = 0.80
RATE = 12.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CONNECTIONS = 8


def measure(kind: str, size: Size, folder: Path) -> dict[str, Any]:
    """The portal also writes the tries, the text message with its code and its task; its peer only the session."""
    about = described()
    with databases(kind, folder) as database:
        answering = register()
        sites = [portal(folder, database["portal"], answering.port, people=size.people, sessions=1)]
        sites.append(stock(database["stock"], size.people, 1)[0])
        with all_up([answering, *(site.server for site in sites)], folder):
            return about | _measured(sites, size, kind)


def _measured(sites: list[Site], size: Size, kind: str) -> dict[str, Any]:
    forms = {"portal": ("/login", "name"), "stock": ("/accounts/login/", "login")}
    people = {site.server.name: _requests(site, *forms[site.server.name]) for site in sites}
    by_name = {site.server.name: site for site in sites}
    for site in sites:
        _log_in(site, people[site.server.name], seconds=2 * size.seconds)
    rounds = [
        {
            name: hash_alone(size.seconds)
            if name == "hashing"
            else _log_in(by_name[name], people[name], seconds=size.seconds)
            for name in order(["hashing", *by_name], number)
        }
        for number in range(size.rounds)
    ]
    offered = [
        {
            name: _log_in(by_name[name], people[name], seconds=2 * size.seconds, rate=RATE)
            for name in order(list(by_name), number)
        }
        for number in range(max(1, size.rounds // 4))
    ]
    floor = ratios(rounds, "portal", "hashing")
    return {
        "row": "login",
        "database": kind,
        "measured": measured(rounds),
        "threads": os.cpu_count(),
        "connections": CONNECTIONS,
        "rounds": size.rounds,
        "seconds": size.seconds,
        "closed_loop": summed_up(rounds),
        "open_loop": {"rate": RATE, **summed_up(offered)},
        "ratios": {
            "portal / hashing": floor,
            "stock / hashing": ratios(rounds, "stock", "hashing"),
            "portal / stock": ratios(rounds, "portal", "stock"),
        },
        "cpu_ratios": {"hashing / portal": ratios(rounds, "hashing", "portal", "cpu_ms")},
        "target": {"ratio": "portal / hashing", "at_least": TARGET, "met": floor["median"] >= TARGET},
    }


def hash_alone(seconds: float) -> dict[str, Any]:
    """As many threads as cores."""
    told = {"BAWABA_KEYRING_FILE": "/nonexistent", "DJANGO_SETTINGS_MODULE": "bawaba.config.settings"}
    return dict(json.loads(run([sys.executable, "-m", "bench.peers.hashing", str(seconds)], told)))


def _requests(site: Site, path: str, field: str) -> "list[str]":
    """A POST for each person; the token and its cookie come from the form, as a browser has them."""
    asked = HTTPConnection("127.0.0.1", site.server.port, timeout=20)
    asked.request("GET", path, headers={"Host": "localhost"})
    answer = asked.getresponse()
    found, cookie = TOKEN.search(answer.read().decode()), str(answer.getheader("Set-Cookie")).partition(";")[0]
    if found is None:
        raise RuntimeError(f"{site.server.name}: no form at {path}")
    made = []
    for name in site.people["names"]:
        body = urlencode({"csrfmiddlewaretoken": found[1], field: name, "password": site.people["password"][0]})
        kind = "Content-Type: application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{kind}\r\nContent-Length: {len(body)}"
        made.append(f"{head}\r\n\r\n{body}")
    return made


def _log_in(site: Site, people: list[str], **plan: Any) -> dict[str, Any]:
    """Everybody in rotation, going on where the last slice ended: no person comes twice in half a minute."""
    done = drive(site.server, requests=people, status=302, holds=f"{site.cookie}=", connections=CONNECTIONS, **plan)
    used = int(done["good"]) % len(people)
    people[:] = people[used:] + people[:used]
    return done
