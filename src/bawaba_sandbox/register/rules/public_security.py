"""Public security and prisons: weapons, lost things, visits."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bawaba_sandbox.register.ledger import Ledger, Record, Refusal, document
from bawaba_sandbox.register.rules.passports import hash_of


def renew_firearm(ledger: Ledger, key: str, data: Record) -> Record:
    """Five years, for somebody without a conviction."""
    record = ledger.person(key)
    if ledger.fact(key, "standing")["convictions"]:
        raise Refusal("convicted", "لا تُجدَّد الرخصة لوجود سابقة.", "The licence is not renewed because of a conviction.")
    licence = document(record, "firearm_licence")
    start = max(date.fromisoformat(licence["expires"]), ledger.today)
    licence["expires"] = (start + timedelta(days=5 * 365)).isoformat()
    ledger.save_person(record)
    return {"expires": licence["expires"], "number": licence["number"]}


def report_lost(ledger: Ledger, key: str, data: Record) -> Record:
    """Noted; the number is what an insurer asks for."""
    return {"number": f"L{hash_of(key, sorted(data.items())):09d}"[:10]}


def book_visit(ledger: Ledger, key: str, data: Record) -> Record:
    """Only a relative whom the prison knows."""
    if data.get("inmate") not in {one["number"] for one in ledger.fact(key, "inmates")}:
        raise Refusal("no_relative", "لا تُسجَّل زيارة إلا لقريب.", "Visits are for relatives only.")
    return {"number": f"P{hash_of(key, sorted(data.items())):09d}"[:10]}


CHANGES: dict[str, Callable[[Ledger, str, Record], Any]] = {
    "firearm.renew": renew_firearm,
    "lost.report": report_lost,
    "prison.book_visit": book_visit,
}
