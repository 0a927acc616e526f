"""Logs: one JSON object a line on stderr, nothing personal in it, whoever logs (A43)."""

import logging
import traceback
from types import TracebackType
from typing import Any

import structlog

from bawaba.core.masking import masked

Line = dict[str, Any]
# These tell more than a log may know: addresses with numbers in them, arguments of statements.
QUIET = ("httpx", "httpcore", "procrastinate", "asyncio", "mail.log", "fido2")


def mask(logger: Any, method: str, line: Line) -> Line:
    """A processor of structlog; what it adds afterwards (time, level) is ours."""
    hidden: Line = masked(line)
    return hidden


def without_words(logger: Any, method: str, line: Line) -> Line:
    """An exception's words may quote a person (PostgreSQL names the values of a broken constraint): keep types and places."""
    failed = line.pop("exc_info", None)
    if failed:
        error = failed[1] if isinstance(failed, tuple) else failed
        if isinstance(error, BaseException):
            line["failed"] = [_told(one) for one in _causes(error)]
    line.pop("stack_info", None)
    return line


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or following.__context__
    return found


def _told(error: BaseException) -> Line:
    return {"type": type(error).__qualname__, "at": _places(error.__traceback__)}


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-12:]


SHARED: list[Any] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
LAST: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    without_words,
    mask,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def logging_config(level: str) -> Line:
    """Django's LOGGING: libraries and our own code through the same masks."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "processors": LAST, "foreign_pre_chain": SHARED}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": logging.WARNING} for name in QUIET} | {"django": {"handlers": [], "level": level}},
    }
