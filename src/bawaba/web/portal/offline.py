"""What an installed page needs: manifest, worker, pages without a reader's cookie, and what is published."""

import json
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

import bawaba_design
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.published import key_set, revocation_list
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.verdicts import reading_words, verdict_words

LANGUAGES = ("ar", "en")
ASSETS = ("build/design.css", "js/bawaba.js", "js/seals.js", "js/verify.js", "js/wallet.js", "arch.svg")
ASSETS += tuple(f"build/{name}.woff2" for name in ("IBMPlexSansArabic-Regular", "IBMPlexSansArabic-SemiBold"))
ASSETS += tuple(f"build/{name}.woff2" for name in ("IBMPlexSans-Regular", "IBMPlexSans-SemiBold"))
NAME = T("التحقق من وثيقة", en="Verify a document")
SHORT = T("تحقق", en="Verify")
WORKER = Path(bawaba_design.STATIC) / "js" / "worker.js"


@require_safe
def seal_keys(request: HttpRequest) -> HttpResponse:
    """Public keys of the seals."""
    response = JsonResponse(key_set(), content_type="application/jwk-set+json")
    response["Cache-Control"] = "public, max-age=3600"
    return _open_to_all(response)


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """The signed list of what no longer holds."""
    response = JsonResponse(revocation_list(), content_type="application/jose+json")
    response["Cache-Control"] = "public, max-age=300"
    return _open_to_all(response)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the names that this release's files have; another release is another worker."""
    names = json.dumps([static(name) for name in ASSETS])
    text = f'"use strict";\nconst ASSETS = {names};\n{WORKER.read_text()}'
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Of the page of verification: installable in either language."""
    reader = _reader(language)
    said: dict[str, Any] = {"id": "/verify", "start_url": "/verify", "scope": "/verify", "display": "standalone"}
    said |= {"name": f"{reader.text(NAME)} · {reader.text(T('بوابة', en='Bawaba'))}", "short_name": reader.text(SHORT)}
    said |= {"lang": language, "dir": reader.direction, "theme_color": "#0a3641", "background_color": "#f7f5ef"}
    said["icons"] = [{"src": static("arch.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def verify_offline(request: Any, language: str) -> HttpResponse:
    """The page of verification as a worker keeps it: nobody's, in a fixed language."""
    request.header, request.reader = None, _reader(language)
    context = {"form": Form(), "verdict": None, "words": verdict_words(request.reader), "kept": True}
    return render(request, "portal/verify.html", context | {"reading": reading_words(request.reader)})


@require_safe
def nothing_kept(request: Any, language: str) -> HttpResponse:
    """What the wallet's address shows without a network and without anything kept."""
    request.header, request.reader = None, _reader(language)
    return render(request, "portal/offline.html")


def _reader(language: str) -> Reader:
    if language not in LANGUAGES:
        raise Http404
    return Reader(language=language)


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Other sites' verifiers may read it: it is public and the same for everybody."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
