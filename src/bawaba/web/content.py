"""Texts that a ministry edits without code: content/<kind>/<name>.<language>.md with front matter."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from markdown_it import MarkdownIt


@dataclass(frozen=True)
class Content:
    """One text in one language; ``html`` comes from Markdown with raw HTML switched off."""

    title: str
    version: str
    html: str


@cache
def content(kind: str, name: str, language: str) -> Content:
    """Read content/<kind>/<name>.<language>.md."""
    text = (settings.CONTENT_DIR / kind / f"{name}.{language}.md").read_text()
    _, front, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.strip().splitlines())
    return Content(fields["title"], fields.get("version", ""), MarkdownIt("js-default").render(body))


@cache
def terms_version() -> str:
    """The newest version of the terms."""
    return max(path.name.partition(".")[0] for path in (settings.CONTENT_DIR / "terms").glob("*.ar.md"))
