"""Runs under the portal's settings and measures in one process, in turn: ``python -m bench.inside submission 24 1.0``.

Prints JSON: rounds of {name: {rate, cpu_ms}}, the same shape as rounds over HTTP.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402 - needs the settings

from bawaba.cases import catalogue  # noqa: E402
from bawaba.cases.checklist import gather  # noqa: E402
from bawaba.cases.submission import Request, submit_application  # noqa: E402
from bawaba.core.reader import Reader  # noqa: E402
from bawaba.core.text import T  # noqa: E402
from bawaba.documents.seals import seal_text  # noqa: E402
from bawaba.documents.sheets import Row, Sheet, sheet_pdf  # noqa: E402
from bawaba.identity.accounts.queries import applicant, live_account_of_person  # noqa: E402
from bawaba.journal.ports import Actor  # noqa: E402
from bench import activations, fingers  # noqa: E402
from bench.bare import bare_transaction  # noqa: E402
from bench.figures import order  # noqa: E402
from bench.people import make  # noqa: E402

Work = Callable[[], object]
NUMBERS = count()


def submission() -> dict[str, Work]:
    """A general request submitted on fresh facts, and one transaction of eight rows."""
    make(1, 0)
    account = live_account_of_person("bench-0")
    if account is None:
        raise LookupError("bench-0")
    service, who, by = catalogue.services()["general-request"], applicant(account), Actor("person", str(account))

    def submit() -> None:
        answers = {"agency": "traffic", "subject": "سؤال", "request": f"متى يُفتح المكتب؟ {next(NUMBERS)}"}
        facts = gather(service.topics, who, "bench-0")
        submit_application(asked=Request(service, account, "bench-0", answers), facts=facts, by=by)

    return {"portal": submit, "bare": bare_transaction()}


def document() -> dict[str, Work]:
    """A sealed page with its QR, new content each: typst with the seal, and WeasyPrint without the work of sealing."""
    peer = __import__("bench.peers.weasy", fromlist=["pdf"])

    def content() -> tuple[dict[str, str], str]:
        number = f"{next(NUMBERS):012d}"
        rows = {f"البند {place}": f"قيمة {number[-4:]}{place}" for place in range(10)}
        return rows, number

    def portal() -> None:
        rows, number = content()
        qr = seal_text({"ref": number, "kind": "bench", "at": "2026-11-25", **dict(list(rows.items())[:3])})
        says = T("امسح الرمز", en="Scan the code")
        listed = [Row(T(label, en=label), value) for label, value in rows.items()]
        foot = T("صفحة التحقق", en="Verification page")
        sheet = Sheet(T("رخصة سير", en="Registration"), listed, number, qr, says, foot)
        _is_pdf(sheet_pdf(sheet, Reader(), T("عينة", en="Sample")))

    sample = seal_text({"ref": "0" * 12, "kind": "bench", "at": "2026-11-25", **dict(list(content()[0].items())[:3])})

    def weasy() -> None:
        rows, number = content()
        _is_pdf(peer.pdf("رخصة سير", rows, number, f"{sample[:-12]}{number}"))  # as long a QR, not the same one

    return {"portal": portal, "weasyprint": weasy}


def search() -> dict[str, Work]:
    """The page of a search among two hundred services, among those that are here, and without a search."""
    here = dict(catalogue.services())
    many = {f"{slug}-{number}": one for number in range(5) for slug, one in here.items()}
    many = {slug: replace(one, slug=slug) for slug, one in list(many.items())[:200]}
    if len(many) < 200:
        raise LookupError("fewer than two hundred")
    client, words = Client(), ["غرامات", "speeding ticket", "تجديد جوازي", "lost card", "اقامه"]
    offered = catalogue.services

    def asking(services: dict[str, Any]) -> Work:
        def ask() -> None:
            catalogue.services = lambda: services  # type: ignore[assignment]  # the shelf of this measurement
            answer = client.get("/services/", {"q": words[next(NUMBERS) % len(words)]}, headers={"host": "localhost"})
            catalogue.services = offered
            if answer.status_code != 200:
                raise RuntimeError(answer.status_code)

        return ask

    return {"portal": asking(many), "as many as are here": asking(here)}


WORKS: dict[str, Callable[[], dict[str, Work]]] = {
    "submission": submission,
    "document": document,
    "search": search,
    "biometric": fingers.works,
    "activation": activations.works,
}


def measure(works: dict[str, Work], rounds: int, seconds: float) -> list[dict[str, dict[str, float]]]:
    """In turn, after one of each to warm up."""
    for work in works.values():
        work()
    return [{name: _slice(works[name], seconds) for name in order(list(works), number)} for number in range(rounds)]


def _slice(work: Work, seconds: float) -> dict[str, float]:
    stocked = work if isinstance(work, activations.Stocked) else None
    if stocked is not None:
        stocked.fill()
    began, cpu, done = time.perf_counter(), time.process_time(), 0
    while not done or (time.perf_counter() < began + seconds and (stocked is None or stocked.stock)):
        work()
        done += 1
    took, used = time.perf_counter() - began, time.process_time() - cpu
    return {"rate": done / took, "cpu_ms": 1000 * used / done}


def _is_pdf(made: bytes) -> None:
    if not made.startswith(b"%PDF"):
        raise RuntimeError("no PDF")


if __name__ == "__main__":
    print(json.dumps(measure(WORKS[sys.argv[1]](), int(sys.argv[2]), float(sys.argv[3]))))
