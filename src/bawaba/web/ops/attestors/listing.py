"""Lists of ``bawaba attestors``: who there is, and what was activated since a moment."""

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, TextIO

from bawaba.core.clock import RIYADH
from bawaba.identity.attestation.compromise import Activation
from bawaba.identity.attestation.queries import AttestorView

COLUMNS = [field.name for field in fields(Activation)]


def moment(text: str) -> datetime:
    """ISO 8601; without a zone it is Riyadh's. ValueError."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=RIYADH)


def write_activations(rows: Iterable[Activation], form: str, to: TextIO) -> int:
    """As CSV or as one JSON object a line; how many."""
    count = 0
    table = csv.writer(to)
    if form == "csv":
        table.writerow(COLUMNS)
    for row in rows:
        count += 1
        values = [_plain(getattr(row, name)) for name in COLUMNS]
        if form == "csv":
            table.writerow(values)
        else:
            to.write(json.dumps(dict(zip(COLUMNS, values, strict=True))) + "\n")
    return count


def described(row: AttestorView) -> str:
    """A paragraph."""
    lines = [f"{row.slug}  {row.channel}  {row.state}" + (f" ({', '.join(row.reasons)})" if row.reasons else "")]
    lines += [f"  key {key.kid}  {key.came_by}  {_until(key.ends_at, key.closed_at)}" for key in row.keys]
    lines += [f"  operator {name}  closed {at:%Y-%m-%d %H:%M}" for name, at in row.closed_operators.items()]
    if row.inspect_by:
        heard = f"{row.seen_at:%Y-%m-%d %H:%M}" if row.seen_at else "never"
        lines.append(f"  software {row.software or 'unknown'}  heard {heard}  inspect by {row.inspect_by}")
        lines += [f"  settings forgotten: {', '.join(row.forgotten)}"] if row.forgotten else []
    return "\n".join(lines)


def _until(ends_at: datetime | None, closed_at: datetime | None) -> str:
    if closed_at:
        return f"closed {closed_at:%Y-%m-%d %H:%M}"
    return f"ends {ends_at:%Y-%m-%d %H:%M}" if ends_at else "good"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool) else ("" if value is None else str(value))
