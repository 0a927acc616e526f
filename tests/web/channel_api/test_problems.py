"""Whatever is sent to the channel API, the answer is problem+json with a stable type, and never a traceback."""

from typing import Any

import pytest

from bawaba.web.channel_api import views
from wires import call, post, slug_of

pytestmark = pytest.mark.django_db
VISIT = {"kind": "iqama", "number": "2311297275", "place": "market"}
CONSENT = {"text_version": "2026-11", "language": "ar"}
NOBODY = "00000000-0000-4000-8000-000000000000"


def opened(**more: Any) -> dict[str, Any]:
    return {**VISIT, "consent": CONSENT, **more}


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("/visits", b"{", 400, "json-invalid"),
        ("/visits", b"", 422, "request-invalid"),
        ("/visits", b"\xff\xfe", 400, "json-invalid"),
        ("/visits", b"[" * 100_000, 400, "json-invalid"),
        ("/visits", b'{"a":' * 50_000, 400, "json-invalid"),
        ("/visits", b"[]", 422, "request-invalid"),
        ("/visits", b"7", 422, "request-invalid"),
        ("/visits", opened(place="\0"), 422, "request-invalid"),
        ("/visits", opened(place="\ud800"), 422, "request-invalid"),
        ("/visits", opened(place="x" * 51), 422, "request-invalid"),
        ("/visits", opened(plase="market"), 422, "request-invalid"),
        ("/visits", opened(consent=None), 422, "request-invalid"),
        ("/visits", opened(kind=None), 422, "request-invalid"),
        ("/visits", opened(number="2311297276"), 422, "identifier-invalid"),
        ("/visits", opened(number="٢٣" * 30), 422, "request-invalid"),
        ("/visits", opened(kind=None, reference="0000-0000-0000"), 404, "reference-unknown"),
        ("/visits/not-a-uuid/phone", {"phone": "0500000001"}, 422, "request-invalid"),
        (f"/visits/{NOBODY}/phone", {"phone": "0500000001"}, 404, "visit-gone"),
        (f"/visits/{NOBODY}/code", {"code": "123456"}, 404, "visit-gone"),
        ("/attestations", {"attestation": "x"}, 400, "idempotency-key-missing"),
        ("/nowhere", {}, 404, "not-found"),
        ("/activity", {}, 405, "method-not-allowed"),
    ],
)
def test_each_bad_call_has_its_problem(world: Any, path: str, body: Any, status: int, slug: str) -> None:
    answer = post(world.attestor("kiosk-1"), path, body)
    assert (answer.status_code, slug_of(answer)) == (status, slug)


@pytest.mark.parametrize("jti", ["unknown", "%00", "x" * 200])
def test_an_unknown_jti_is_not_found(world: Any, jti: str) -> None:
    answer = call(world.attestor("kiosk-1"), "GET", f"/channel/v1/attestations/{jti}")
    assert answer.status_code in {401, 404}  # a path that decodes otherwise was not what the token is for
    slug_of(answer)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(world: Any) -> None:
    answer = post(world.attestor("kiosk-1"), "/visits", b'{"place":"' + b"x" * 700_000 + b'"}')
    assert (answer.status_code, slug_of(answer)) == (413, "body-too-large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type_is_refused(world: Any, kind: str) -> None:
    answer = post(world.attestor("kiosk-1"), "/visits", opened(), **{"Content-Type": kind})
    assert (answer.status_code, slug_of(answer)) == (415, "content-type-unsupported")


def test_what_nobody_foresaw_is_a_problem_without_a_word_about_it(world: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "activity_of", lambda attestor: 1 / 0)
    answer = call(world.attestor("kiosk-1"), "GET", "/channel/v1/activity")
    assert (answer.status_code, slug_of(answer)) == (500, "internal-error")
    assert "ZeroDivision" not in answer.text


def test_a_certificate_header_that_no_proxy_of_ours_set_is_refused(world: Any) -> None:
    answer = post(world.attestor("kiosk-1"), "/visits", opened(), **{"X-Client-Cert": "forged"})
    assert (answer.status_code, slug_of(answer)) == (403, "certificate-not-trusted")


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Attestor", "Attestor x.y.z"])
def test_without_a_good_token_nobody_is_recognised(world: Any, authorization: str) -> None:
    kiosk = world.attestor("kiosk-1")
    answer = kiosk._client.post("/channel/v1/visits", json=opened(), headers={"Authorization": authorization})
    assert (answer.status_code, slug_of(answer)) == (401, "not-authorised")


def test_a_programs_call_sets_no_cookie_and_reads_none(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    body = {
        "kind": "iqama",
        "number": "2311297275",
        "place": "market",
        "consent": {"text_version": "v", "language": "ar"},
    }
    answer = post(kiosk, "/visits", body)
    assert answer.status_code == 201
    assert not answer.cookies
    assert not kiosk._client.cookies
