"""The OpenAPI document: served to everybody, 3.1, and kept by the API against whatever is made from it."""

import json
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.errors import Unsatisfiable

from wires import call

pytestmark = pytest.mark.django_db
MODES = ["positive", "negative"]
LOCATION = "/channel/v1/openapi.json"


def test_it_is_served_without_a_token_and_shows_every_call_and_its_problems(client: Any) -> None:
    document = client.get(LOCATION).json()
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == {
        "/channel/v1/keys",
        "/channel/v1/places",
        "/channel/v1/visits",
        "/channel/v1/visits/{visit}/biometric",
        "/channel/v1/visits/{visit}/phone",
        "/channel/v1/visits/{visit}/code",
        "/channel/v1/attestations",
        "/channel/v1/attestations/{jti}",
        "/channel/v1/wishes",
        "/channel/v1/activity",
        "/channel/v1/keys/first",
        "/channel/v1/keys/rotation",
        "/channel/v1/heartbeat",
    }
    for path in document["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["4XX"]["content"]
            assert operation["summary"]


@pytest.fixture
def schemathesis() -> Any:
    """It takes seconds to load, and every process of a run collects this module: only who makes calls loads it."""
    return import_module("schemathesis")


def checks() -> tuple[Any, ...]:
    """What every answer is held against."""
    of_openapi = import_module("schemathesis.specs.openapi.checks")
    broken = import_module("schemathesis.checks").not_a_server_error
    return broken, of_openapi.status_code_conformance, of_openapi.content_type_conformance


@pytest.mark.parametrize("mode", MODES)
def test_what_is_made_from_the_document_gets_documented_answers(
    world: Any, client: Any, schemathesis: Any, mode: str
) -> None:
    """A few examples of each call, fitting the document or not, with a good token."""
    modes = {one.name.lower(): one for one in schemathesis.GenerationMode}
    assert set(modes) == set(MODES), "every mode there is"
    kiosk = world.attestor("kiosk-1")
    schema = schemathesis.openapi.from_dict(client.get(LOCATION).json())
    tried = [_tried(kiosk, found.ok(), modes[mode]) for found in schema.get_all_operations()]
    assert len(tried) == 13
    assert sum(tried) > 30


def _tried(kiosk: Any, operation: Any, mode: Any) -> int:
    count, held, nothing = 0, checks(), import_module("schemathesis.core").NotSet

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        nonlocal count
        assume(unquote(case.formatted_path).isascii())  # the transport of these tests knows no other paths
        count += 1
        body = b"" if isinstance(case.body, nothing) else json.dumps(case.body, default=str).encode()
        keys = {name: value for name, value in dict(case.headers or {}).items() if name == "Idempotency-Key"}
        answer = call(kiosk, case.method, case.formatted_path, body, **keys)
        case.validate_response(answer, checks=held)

    try:
        one()
    except Unsatisfiable:
        assert mode.name == "NEGATIVE", "a call without members cannot be called wrongly"
    return count
