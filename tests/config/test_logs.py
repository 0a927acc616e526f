"""A43 for logs: canaries go in by every way there is, and none comes out."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bawaba.config.logs import LAST, SHARED
from bawaba.core.masking import masked

CANARIES = {
    "iqama": "2201854862",
    "national id": "1098765432",
    "border number": "3055512345",
    "phone": "+966500000101",
    "phone in groups": "050 000 0101",
    "Arabic digits": "٢٢٠١٨٥٤٨٦٢",
    "code": "482913",
    "opening code": "7K2M-9QXD-44TZ-ABCD",
    "opening code together": "7K2M9QXD44TZABCD",
    "address": "layla@example.com",
    "link": "/not-you/dGhpcyBpcyBhIHNlY3JldCB0b2tlbg",
    "calendar": "/calendar/Ab3dEf5hIj_lMn-pQr4tUv.ics",
}
UUID = "5d3c4c0e-8b1a-4a57-9d55-12345678abcd"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What a log with our formatter would hold."""
    stream = io.StringIO()
    target = logging.StreamHandler(stream)
    target.setFormatter(structlog.stdlib.ProcessorFormatter(processors=LAST, foreign_pre_chain=SHARED))
    root = logging.getLogger()
    root.addHandler(target)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(target)


@pytest.mark.promise("A43")
@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
def test_a_canary_is_in_no_line_however_it_was_logged(canary: str, lines: Callable[[], list[dict[str, Any]]]) -> None:
    log, library = structlog.get_logger("bawaba.test"), logging.getLogger("some.library")
    log.warning("event", value=canary, nested={"deep": [canary, {"er": canary}]})
    words = f"in the words {canary}"
    log.warning(words)
    library.warning("as an argument %s", canary)
    library.warning("GET https://portal.example/x/%s?q=%s", canary, canary)
    try:
        raise ValueError(f"duplicate key ({canary}) exists")
    except ValueError as error:
        library.exception("failed")
        log.warning("failed", error=error, exc_info=True)
    found = lines()
    assert len(found) == 6
    told = json.dumps(found, ensure_ascii=False)
    assert canary.rpartition("/")[2] not in told


def test_a_number_that_was_logged_as_a_number_is_hidden(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("bawaba.test").warning("event", value=2201854862, row=1234567)
    assert (lines()[0]["value"], lines()[0]["row"]) == ("•••", 1234567)


def test_an_exception_tells_its_types_and_places_and_none_of_its_words(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    try:
        try:
            raise KeyError("ليلى العمري")
        except KeyError as first:
            raise RuntimeError("ليلى العمري") from first
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/home")
    (line,) = lines()
    assert [one["type"] for one in line["failed"]] == ["RuntimeError", "KeyError"]
    assert "test_logs.py" in line["failed"][0]["at"][-1]
    assert "ليلى" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    "harmless",
    [
        UUID,
        f"/documents/{UUID}.pdf",
        "task.failed",
        "Not Found: /services/violations",
        "bawaba.journal.delivery",
        "12345",
    ],
)
def test_what_an_operator_needs_stays_readable(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_a_line_says_when_how_bad_and_who(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("bawaba.test").warning("task.failed", kind="messaging.deliver", attempts=3)
    (line,) = lines()
    assert (line["level"], line["logger"], line["event"]) == ("warning", "bawaba.test", "task.failed")
    assert (line["kind"], line["attempts"]) == ("messaging.deliver", 3)
    assert line["timestamp"].endswith("Z")
