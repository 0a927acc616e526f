"""A register that answers at once: the same twenty violations for everybody, said now or, told so, half a minute ago."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.violations import twenty

AGE = timedelta(seconds=int(os.environ.get("BENCH_REGISTER_AGE", "0")))
FACTS = {"violations": twenty()}


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """``POST /v1/persons/facts``."""
    body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
    found = {topic: FACTS[topic] for topic in body.get("topics", ()) if topic in FACTS}
    said = json.dumps({"as_of": (datetime.now(UTC) - AGE).isoformat(), "facts": found}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said]
