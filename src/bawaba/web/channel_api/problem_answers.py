"""RFC 9457 answers, and the middleware that turns whatever else goes wrong under /channel/v1 into one of them."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse

TYPE = "urn:bawaba:problem:"
MEDIA = "application/problem+json"
ROOT = "/channel/"
SLUGS = {
    400: "request-unreadable",
    403: "not-authorised",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    500: "internal-error",
    503: "busy",
}
CERTIFICATE, VERIFIED = "X-Client-Cert", "X-Client-Verify"
CERTIFICATE_HEADERS = (CERTIFICATE, VERIFIED, "X-Forwarded-Client-Cert", "X-SSL-Client-Cert", "SSL-Client-Cert")
PROBLEM_SHAPE = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "pattern": f"^{TYPE}[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "members": {"type": "array", "items": {"type": "string"}},
        "reason": {"type": "string"},
        "says": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_CONTENT = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEMS = {
    "4XX": {"description": "Refused: `type` says why; the same call would be refused again.", "content": _CONTENT},
    "5XX": {"description": "Not now: nothing was consumed; repeat after Retry-After.", "content": _CONTENT},
}
log = structlog.get_logger()


def problem(slug: str, status: int, detail: str = "", retry_after: int | None = None, **more: Any) -> HttpResponse:
    """RFC 9457."""
    body = {"type": TYPE + slug, "title": slug.replace("-", " "), "status": status, "detail": detail, **more}
    answer = JsonResponse(body, status=status, content_type=MEDIA)
    if retry_after is not None:
        answer["Retry-After"] = str(retry_after)
    return answer


class ProblemAnswers:
    """Outermost: no answer of the channel API is a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django wants it."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what nobody should read; give every failure a stable type."""
        if not request.path_info.startswith(ROOT):
            return self._get_response(request)
        answer = _refused(request) or self._get_response(request)
        if answer.status_code < 400 or answer["Content-Type"].startswith(MEDIA):
            return answer
        renewed = problem(SLUGS.get(answer.status_code, "refused"), answer.status_code)
        if "Allow" in answer:
            renewed["Allow"] = answer["Allow"]
        return renewed

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What nobody foresaw: its kind goes to the log, nothing of it to the caller."""
        if not request.path_info.startswith(ROOT):
            return None
        if isinstance(error, RequestDataTooBig):
            return problem("body-too-large", 413)
        if isinstance(error, RecursionError):
            return problem("json-invalid", 400, "The body is nested too deeply.")
        log.error("channel.failed", error=type(error).__name__)
        return problem("internal-error", 500, "This is our fault; nothing was consumed.")


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method == "POST" and request.content_type != "application/json":
        return problem("content-type-unsupported", 415, "application/json, please.")
    if any(name in request.headers for name in CERTIFICATE_HEADERS) and not _is_from_proxy(request):
        return problem("certificate-not-trusted", 403, "Certificates are the business of our own proxies.")
    return None


def _is_from_proxy(request: HttpRequest) -> bool:
    """By the address of whoever is connected, which no header can change."""
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    networks = [ip_network(one.strip()) for one in settings.BAWABA.certificate_proxies.split(",") if one.strip()]
    return any(peer in network for network in networks)
