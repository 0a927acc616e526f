"""What operators do: relying parties from a file, secrets, closing; keys that are changed while people log in."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from agencies import Agency, described
from bawaba.core.keyring import Keyring
from bawaba.identity.clients import keys
from bawaba.identity.clients.loading import load_party
from bawaba.identity.clients.models import RelyingParty
from bawaba.identity.clients.queries import party_named
from bawaba.journal import vault
from bawaba.journal.keys import keyring
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.web.ops import checks

pytestmark = pytest.mark.django_db
KEY = {"kty": "EC", "crv": "P-256", "kid": "k"}


def run(*words: str) -> str:
    out = StringIO()
    call_command("relying_party", *words, stdout=out)
    return out.getvalue().strip()


def file_of(folder: Path, *parties: Any) -> str:
    path = folder / "parties.json"
    path.write_text(json.dumps({"relying_parties": parties}))
    return str(path)


def test_a_file_loads_a_secret_is_shown_once_and_the_list_shows_the_rest(tmp_path: Path) -> None:
    assert run("load", file_of(tmp_path, described("municipality"), described("water"))).splitlines() == [
        "loaded municipality",
        "loaded water",
    ]
    secret = run("secret", "municipality")
    assert len(secret) >= 43
    assert keys.has_secret(party_named("municipality"), secret)
    assert not keys.has_secret(party_named("water"), secret)
    listed = run("list")
    assert "municipality  open  client_secret_basic" in listed
    assert secret not in listed
    assert secret not in str(list(RelyingParty.objects.values())) + str(list(Event.objects.values("data")))


def test_loading_again_replaces_what_is_described_and_keeps_the_secret_and_the_state(tmp_path: Path) -> None:
    run("load", file_of(tmp_path, described("municipality")))
    secret = run("secret", "municipality")
    run("close", "municipality", "--reason", "leak")
    run("load", file_of(tmp_path, described("municipality", site="https://new.example/")))
    row = RelyingParty.objects.get()
    assert (row.state, row.site) == ("closed", "https://new.example/")
    run("reopen", "municipality", "--reason", "mended")
    assert keys.has_secret(party_named("municipality"), secret)


@pytest.mark.parametrize(
    "words",
    [
        ("close", "nobody", "--reason", "x"),
        ("reopen", "municipality", "--reason", "x"),
        ("secret", "nobody"),
        ("load", "/nowhere.json"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(words: tuple[str, ...]) -> None:
    load_party(described=described("municipality"), by=Actor("operator"))
    with pytest.raises(CommandError):
        run(*words)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "No Such Slug"},
        {"slug": None},
        {"authentication": "none"},
        {"authentication": "client_secret_post"},
        {"authentication": "private_key_jwt"},
        {"authentication": "private_key_jwt", "keys": {"keys": [{**KEY, "x": "AA", "y": "AA", "d": "AA"}]}},
        {"keys": {"keys": [{"kty": "oct", "kid": "k", "k": "AAAA"}]}},
        {"signed_with": "HS256"},
        {"scopes": ["everything"]},
        {"assurance": 4},
        {"redirect_uris": []},
        {"redirect_uris": ["http://municipality.example/back"]},
        {"redirect_uris": ["https://*.example/back"]},
        {"redirect_uris": ["https://municipality.example/back#x"]},
        {"redirect_uris": ["https://user@municipality.example/back"]},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": ["https://municipality.example/a b"]},
        {"site": "municipality.example"},
        {"logout_uris": ["/bye"]},
        {"logout_notice_uri": "http://municipality.example/gone"},
        {"name": {"en": "only English"}},
    ],
    ids=str,
)
def test_a_description_that_will_not_do_changes_nothing(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        run("load", file_of(tmp_path, described("municipality") | wrong))
    assert not RelyingParty.objects.exists()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """A copy of the ring that may be changed, read wherever the ring is."""
    copy = Keyring({name: list(entries) for name, entries in keyring()._entries.items()})
    for place in (keys, vault):
        monkeypatch.setattr(place, "keyring", lambda: copy)
    return copy


def test_a_new_key_of_the_indexes_leaves_the_secrets_good(ring: Keyring) -> None:
    agency = Agency()
    ring.rotate("index")
    assert agency.push().status_code == 201


def test_discovery_says_what_is_true() -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://testserver"
    for name, address in found.items():
        if name.endswith(("_endpoint", "_uri")):
            path = address.removeprefix("http://testserver")
            assert Client().get(path).status_code not in {404, 500}, name
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    assert found["subject_types_supported"] == ["pairwise"]
    assert found["token_endpoint_auth_methods_supported"] == ["client_secret_basic", "private_key_jwt"]
    assert found["id_token_signing_alg_values_supported"] == ["ES256", "RS256"]
    assert found["authorization_response_iss_parameter_supported"] is True
    assert found["request_parameter_supported"] is False
    assert found["verified_claims_supported"] is True


@pytest.mark.parametrize("host", ["localhost:8020", "127.0.0.1", "[::1]:8020"])
def test_an_agency_of_this_machine_is_for_a_portal_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    near = described("municipality") | {"redirect_uris": [f"http://{host}/back"]}
    run("load", file_of(tmp_path, near))
    monkeypatch.setattr(settings, "SECURE_TLS", True)
    with pytest.raises(CommandError):
        run("load", file_of(tmp_path, near))


def test_a_ring_of_before_is_completed_and_nothing_in_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keyring.json"
    Keyring({name: list(one) for name, one in keyring()._entries.items() if not name.startswith("openid")}).save(path)
    monkeypatch.setattr(settings.BAWABA, "keyring_file", path)
    assert [one.id for one in checks.keys_are_ours()] == ["bawaba.E033"]
    before = Keyring.load(path).names()
    call_command("keys", "--complete", stdout=StringIO())
    after = Keyring.load(path).names()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"openid", "openid_rsa"}
    assert checks.keys_are_ours() == []
    call_command("keys", "--complete", stdout=StringIO())
    assert Keyring.load(path).names() == after
