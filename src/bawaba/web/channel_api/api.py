"""The API object: every answer that is not as wished is problem+json with a stable type."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security.base import AuthBase

from bawaba.core.identifiers import InvalidIdentifier
from bawaba.core.phones import InvalidPhone
from bawaba.identity.attestation.callers import caller
from bawaba.identity.attestation.problems import ChannelProblem

TYPE = "urn:bawaba:problem:"


class SignedCall(AuthBase):
    """Authorization: Attestor <token bound to this call>."""

    openapi_type = "http"
    openapi_scheme = "Attestor"

    def __call__(self, request: HttpRequest) -> Any:
        """The attestor, or a problem."""
        return caller(
            authorization=request.headers.get("Authorization", ""),
            method=str(request.method),
            path=request.path,
            body=request.body,
        )


api = NinjaAPI(
    title="Bawaba channel API",
    version="1",
    description="For kiosks, banks and counters. docs/api/attestors.md has a quick start.",
    auth=SignedCall(),
    docs_url=None,
    urls_namespace="channel",
)


def problem(slug: str, status: int, detail: str = "", retry_after: int | None = None, **more: Any) -> HttpResponse:
    """RFC 9457."""
    body = {"type": TYPE + slug, "title": slug.replace("-", " "), "status": status, "detail": detail, **more}
    answer = JsonResponse(body, status=status, content_type="application/problem+json")
    if retry_after is not None:
        answer["Retry-After"] = str(retry_after)
    return answer


@api.exception_handler(ChannelProblem)
def known(request: HttpRequest, error: ChannelProblem) -> HttpResponse:
    """What a room decided."""
    return problem(error.slug, error.status, error.detail, error.retry_after)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names of the members that are wrong, never their values."""
    members = sorted({".".join(str(part) for part in one["loc"][2:]) or "body" for one in error.errors})
    return problem("request-invalid", 422, "These members are not as documented.", members=members)


@api.exception_handler(InvalidIdentifier)
def bad_number(request: HttpRequest, error: InvalidIdentifier) -> HttpResponse:
    """The number cannot exist; nothing is said about anybody."""
    says = {"ar": error.text.ar, "en": error.text.en}
    return problem("identifier-invalid", 422, error.text.en, reason=error.reason, says=says)


@api.exception_handler(InvalidPhone)
def bad_phone(request: HttpRequest, error: InvalidPhone) -> HttpResponse:
    """The phone cannot receive a code."""
    says = {"ar": error.text.ar, "en": error.text.en}
    return problem("phone-invalid", 422, error.text.en, reason=error.reason, says=says)
