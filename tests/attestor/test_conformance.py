"""``bawaba attestor-check``: all passes at this portal, each broken portal fails at what is broken, and nobody is activated."""

import io
import json
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.config import cli
from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation import acceptance, callers, calls, statement, tokens
from bawaba.identity.attestation.calls import Answer
from bawaba.identity.attestation.models import Attestation
from bawaba.identity.attestation.problems import unauthorised
from bawaba.identity.attestation.statement import encryption_keys
from bawaba_attestor.conformance import CHECKS

pytestmark = pytest.mark.django_db
SUCCESSORS = {"successor: a proof by another key", "successor: the same kid again"}  # it has taken the first
TIMES = {"expired", "iat a minute ahead", "a life too long"}
SIGNATURES = {"alg none", "alg HS256 under the public key", "another key under the same kid"}


@pytest.fixture
def key_file(world: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    world.attestor("palm-bank", "bank")
    client, portal = httpx.Client, world.portal_transport()
    monkeypatch.setattr(httpx, "Client", lambda **told: client(**{**told, "transport": portal}))
    path = tmp_path / "key.json"
    path.write_text(json.dumps(world.keys["palm-bank"]))
    return path


def check(key_file: Path, slug: str = "palm-bank") -> tuple[set[str], str, str]:
    """Names of what failed, what the command printed, and how it ended."""
    said, ended = io.StringIO(), ""
    try:
        call_command("attestor_check", "http://testserver", slug=slug, key=key_file, stdout=said)
    except CommandError as error:
        ended = str(error)
    lines = said.getvalue().splitlines()
    return {line[6:54].strip() for line in lines if line.startswith("FAIL")}, said.getvalue(), ended


def of_both(names: set[str]) -> set[str]:
    return {f"{what}: {name}" for what in ("call", "statement") for name in names}


def test_this_portal_passes_and_nobody_is_activated(key_file: Path) -> None:
    failed, said, ended = check(key_file)
    assert (failed, ended) == (set(), ""), said
    assert said.count("pass ") == len(CHECKS) > 40
    assert said.endswith(f"{len(CHECKS)} checks passed\n")
    assert [one.outcome for one in Attestation.objects.all()] == ["not_activated"]
    assert not Account.objects.exists()


def unread(token: str, jwk: Any) -> Any:
    read = jws.extract_compact(token.encode())
    return read.headers(), json.loads(read.payload)


def of_any_name(token: str, jwk: Any) -> Any:
    """The signature is looked at, and the kid is not."""
    key = KeySet.import_key_set({"keys": [jwk]}).keys[0]
    try:
        read = jws.deserialize_compact(token.encode(), key, algorithms=tokens.SIGNING)
    except (JoseError, ValueError) as error:
        raise unauthorised("no") from error
    return read.headers(), json.loads(read.payload)


def any_key(attestor: Any, kid: Any) -> Any:
    return attestor.keys.first()


def first_answer(row: Any, digest: bytes) -> Answer:
    return Answer(row.status, row.body)


@pytest.mark.parametrize(
    ("room", "name", "broken", "fails"),
    [
        (tokens, "_check_times", lambda *given: None, of_both(TIMES)),
        (tokens, "_verified", unread, of_both(SIGNATURES) | SUCCESSORS),
        (tokens, "FORBIDDEN", set(), of_both({"a jku"})),
        (callers, "spend_token", lambda **given: None, {"call: a token used twice"}),
        (calls, "_stored", first_answer, {"another payload under the same key"}),
        (
            acceptance,
            "consume",
            lambda *given: uuid.uuid4(),
            {"the same jti under another key", "the outcome by its jti"},
        ),
    ],
    ids=["times", "signatures", "headers", "spent tokens", "payloads", "replays"],
)
def test_a_portal_with_one_part_broken_fails_at_that(
    key_file: Path, monkeypatch: pytest.MonkeyPatch, room: Any, name: str, broken: Any, fails: set[str]
) -> None:
    monkeypatch.setattr(room, name, broken)
    failed, said, ended = check(key_file)
    assert failed == fails, said
    assert ended == f"{len(fails)} of {len(CHECKS)} checks failed"


def test_a_portal_that_takes_any_key_of_the_bank_for_the_one_that_is_named_fails_at_that(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, name, broken in (
        (callers, "key_of", any_key),
        (statement, "key_of", any_key),
        (tokens, "_verified", of_any_name),
    ):
        monkeypatch.setattr(room, name, broken)
    failed, said, _ = check(key_file)
    assert failed == of_both({"an unknown kid"}), said


def test_a_portal_that_takes_everything_fails_at_every_other_check(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = encryption_keys()

    def takes(transport: httpx.WSGITransport, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=keys)
        return httpx.Response(201, json={"outcome": "activated"})

    monkeypatch.setattr(httpx.WSGITransport, "handle_request", takes)
    failed, said, _ = check(key_file)
    assert failed == {one.name for one in CHECKS} - {"a good call"}, said


def test_an_unknown_bank_fails_at_the_first_check_and_no_refusal_counts_as_right(key_file: Path) -> None:
    failed, said, ended = check(key_file, slug="nobodys-bank")
    assert (failed, ended) == ({"a good call"}, "1 of 1 checks failed"), said


def test_where_nothing_answers_it_fails(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(transport: httpx.WSGITransport, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    monkeypatch.setattr(httpx.WSGITransport, "handle_request", nothing)
    failed, said, ended = check(key_file)
    assert (failed, ended) == ({"a good call"}, "1 of 1 checks failed")
    assert "no answer: ConnectError" in said


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kty": "oct", "k": "AA", "kid": "1"}'])
def test_a_file_without_a_key_is_said_to_be_none(key_file: Path, text: str) -> None:
    key_file.write_text(text)
    failed, said, ended = check(key_file)
    assert (failed, said) == (set(), "")
    assert "holds no private ES256 key" in ended


def test_a_page_instead_of_an_answer_fails(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = httpx.Response(200, html="<h1>Welcome</h1>")
    monkeypatch.setattr(httpx.WSGITransport, "handle_request", lambda self, request: page)
    failed, said, ended = check(key_file)
    assert (failed, ended) == ({"a good call"}, "1 of 1 checks failed"), said


def test_it_is_called_as_the_page_says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bawaba", "attestor-check", "--help"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "the portal's public address" in capsys.readouterr().out
