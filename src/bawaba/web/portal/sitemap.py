"""For search engines: every public page once. Pages are the same address in both languages."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import escape

from bawaba.cases.catalogue import services
from bawaba.web.content import guides, news

PAGES = (
    "",
    "services/",
    "places",
    "places/banks",
    "offices",
    "help",
    "news/",
    "verify",
    "changes",
    "contact",
    "privacy",
    "terms",
)
DOORS = ("register/", "login", "first-login", "complete", "recover")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """As sitemaps.org describes it."""
    rows = "".join(f"<url><loc>{escape(settings.BAWABA.public_url)}/{escape(one)}</loc></url>\n" for one in _paths())
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that is public may be read."""
    return HttpResponse(
        f"User-agent: *\nDisallow:\nSitemap: {settings.BAWABA.public_url}/sitemap.xml\n",
        content_type="text/plain; charset=utf-8",
    )


def _paths() -> Iterator[str]:
    yield from (*PAGES, *DOORS)
    yield from (f"services/{slug}" for slug in services())
    yield from (f"help/{one.name}" for one in guides("ar"))
    yield from (f"news/{one.name}" for one in news("ar"))
