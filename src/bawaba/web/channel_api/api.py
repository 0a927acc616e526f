"""The API object: every answer that is not as wished is problem+json with a stable type (problem_answers.py)."""

from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security.base import AuthBase

from bawaba.core.identifiers import InvalidIdentifier
from bawaba.core.phones import InvalidPhone
from bawaba.identity.attestation.callers import caller
from bawaba.identity.attestation.certificates import BadCertificate, Certificate, certificate_in
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.web.channel_api.problem_answers import CERTIFICATE, PROBLEM_SHAPE, PROBLEMS, VERIFIED, problem

BUSY_SECONDS = 2


class SignedCall(AuthBase):
    """Authorization: Attestor <token bound to this call>."""

    openapi_type = "http"
    openapi_scheme = "Attestor"

    def __init__(self, *, in_quarantine: bool = False) -> None:
        """``in_quarantine``: also a kiosk that activates nobody just now is heard."""
        super().__init__()
        self._in_quarantine = in_quarantine

    def __call__(self, request: HttpRequest) -> Any:
        """The attestor, or a problem."""
        return caller(
            authorization=request.headers.get("Authorization", ""),
            method=str(request.method),
            path=request.path,
            body=request.body,
            certificate=_certificate(request),
            in_quarantine=self._in_quarantine,
        )


def _certificate(request: HttpRequest) -> Certificate | None:
    """As our own proxy saw and verified it (problem_answers.py refuses the header from anybody else)."""
    if request.headers.get(VERIFIED) != "SUCCESS" or not request.headers.get(CERTIFICATE):
        return None
    try:
        return certificate_in(request.headers[CERTIFICATE])
    except BadCertificate:
        return None


class ChannelAPI(NinjaAPI):
    """Its document shows the problems of every call."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """OpenAPI 3.1."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SHAPE
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"] |= PROBLEMS
        return document


api = ChannelAPI(
    title="Bawaba channel API",
    version="1",
    description="For kiosks, banks and counters. docs/api/attestors.md has a quick start.",
    auth=SignedCall(),
    docs_url=None,
    urls_namespace="channel",
)


@api.exception_handler(ChannelProblem)
def known(request: HttpRequest, error: ChannelProblem) -> HttpResponse:
    """What a room decided."""
    return problem(error.slug, error.status, error.detail, error.retry_after)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names of the members that are wrong, never their values."""
    members = sorted({".".join(str(part) for part in one["loc"][2:]) or "body" for one in error.errors})
    return problem("request-invalid", 422, "These members are not as documented.", members=members)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or deeper than anybody needs."""
    return problem("json-invalid", error.status_code, "The body cannot be read as JSON.")


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database was busy or away, or let another transaction win: this one has done nothing."""
    return problem("busy", 503, "Nothing was consumed; repeat the same call.", BUSY_SECONDS)


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
