"""Texts that a ministry edits without code: content/<kind>/<name>.<language>.md with front matter."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from markdown_it import MarkdownIt


class NoContent(LookupError):
    """No file of this kind and name."""


@dataclass(frozen=True)
class Content:
    """One text in one language; ``html`` comes from Markdown with raw HTML switched off.

    Front matter: ``title`` always; ``about`` (one sentence for lists), ``date`` (YYYY-MM-DD, of news), ``order`` (of
    guides, a number), ``glyph`` (an icon's name) and ``version`` (of terms) where they are used.
    """

    name: str
    title: str
    html: str
    about: str = ""
    version: str = ""
    day: date | None = None
    order: int = 99
    glyph: str = ""


@cache
def content(kind: str, name: str, language: str) -> Content:
    """Read content/<kind>/<name>.<language>.md; NoContent when there is none."""
    path = _folder(kind) / f"{name}.{language}.md"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise NoContent(f"{kind}/{name}.{language}")
    _, front, body = path.read_text().split("---\n", 2)
    told = dict(line.split(": ", 1) for line in front.strip().splitlines())
    return Content(
        name=name,
        title=told["title"],
        html=MarkdownIt("js-default").render(body),
        about=told.get("about", ""),
        version=told.get("version", ""),
        day=date.fromisoformat(told["date"]) if "date" in told else None,
        order=int(told.get("order", 99)),
        glyph=told.get("glyph", ""),
    )


@cache
def guides(language: str) -> tuple[Content, ...]:
    """All guides, in their order."""
    return tuple(sorted((content("guides", name, language) for name in names("guides")), key=lambda one: one.order))


@cache
def news(language: str) -> tuple[Content, ...]:
    """All news, newest first."""
    found = (content("news", name, language) for name in names("news"))
    return tuple(sorted(found, key=lambda one: one.day or date.min, reverse=True))


@dataclass(frozen=True)
class Release:
    """What a release offered, as ``bawaba snapshot`` has kept it: services by slug."""

    version: str
    services: Mapping[str, Any]


@cache
def releases() -> tuple[Release, ...]:
    """Every kept release, oldest first."""
    kept = [json.loads(path.read_text()) for path in _folder("catalogue").glob("*.json")]
    found = [Release(one["version"], one["services"]) for one in kept]
    return tuple(sorted(found, key=lambda one: [int(part) for part in one.version.split(".")]))


def terms_version() -> str:
    """The newest version of the terms."""
    return max(names("terms"))


@cache
def names(kind: str) -> frozenset[str]:
    """What lies in one folder, without languages."""
    return frozenset(path.name.partition(".")[0] for path in _folder(kind).glob("*.ar.md"))


def _folder(kind: str) -> Path:
    return Path(settings.CONTENT_DIR) / kind
