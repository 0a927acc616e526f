"""Guides, news and terms: texts that a ministry edits without code."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.core.text import T
from bawaba.web.content import NoContent, content, guides, news, terms_version
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

TERMS = T("الشروط الحالية", en="The terms of today")
SHELVES = {
    "guides": {"url": "/help", "title": T("المساعدة", en="Help")},
    "news": {"url": "/news/", "title": T("الأخبار", en="News")},
}


@require_safe
def help_page(request: Any) -> HttpResponse:
    """All guides."""
    return render(request, "portal/guides.html", {"guides": guides(request.reader.language)})


@require_safe
def news_page(request: Any) -> HttpResponse:
    """All news, newest first."""
    return render(request, "portal/news.html", {"news": news(request.reader.language)})


@require_safe
def one(request: Any, kind: str, name: str) -> HttpResponse:
    """One guide or one piece of news."""
    try:
        text = content(kind, name, request.reader.language)
    except NoContent:
        return not_found(request)
    return render(request, "portal/text.html", {"text": text, "above": SHELVES[kind]})


@require_safe
def about(request: Any, name: str) -> HttpResponse:
    """How to reach us, and what is kept of a person; content/about."""
    return render(request, "portal/text.html", {"text": content("about", name, request.reader.language)})


@require_safe
def terms_then(request: Any, version: str) -> HttpResponse:
    """An older version, which somebody has accepted."""
    try:
        text = content("terms", version, request.reader.language)
    except NoContent:
        return not_found(request)
    return render(request, "portal/text.html", {"text": text, "above": {"url": "/terms", "title": TERMS}})


@require_safe
def terms(request: Any) -> HttpResponse:
    """The newest terms."""
    text = content("terms", terms_version(), request.reader.language)
    return render(request, "portal/text.html", {"text": text})
