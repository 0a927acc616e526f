"""A client that others wrote (idpyoidc, of the identity federations) drives the whole flow from discovery to refreshing."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from idpyoidc.client.rp_handler import RPHandler
from requests.adapters import BaseAdapter

from agencies import HERE, Agency, agreed, came_back
from people import activated, logged_in

pytestmark = pytest.mark.django_db
PKCE = {
    "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
    "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
}
NO_KEYS = {"key_defs": [{"type": "EC", "crv": "P-256", "use": ["sig"]}], "read_only": False}


class InProcess(BaseAdapter):
    """Where requests would open a socket: Django's own client, with the bytes and headers that would have been sent."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def send(self, request: Any, **more: Any) -> requests.Response:
        self.asked.append((request.method, urlsplit(request.url).path))
        sent = {"content_type": request.headers.get("Content-Type", "application/octet-stream")}
        headers = {name: text for name, text in request.headers.items() if name == "Authorization"}
        path = request.url.removeprefix(HERE)
        found = Client().generic(request.method, path, request.body or b"", **sent, headers=headers)
        answer = requests.Response()
        answer.status_code, answer._content, answer.url, answer.request = (
            found.status_code,
            found.content,
            request.url,
            request,
        )
        answer.headers.update(dict(found.headers))
        return answer

    def close(self) -> None:
        """Nothing was opened."""


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> InProcess:
    found = InProcess()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda self, url: found)
    return found


def told(agency: Agency, method: str, algorithm: str) -> dict[str, Any]:
    """What its programmer writes down."""
    return {
        "issuer": HERE,
        "client_id": agency.slug,
        "client_secret": agency.secret or "unused-unused-unused-unused-unused",
        "client_type": "oidc",
        "redirect_uris": [agency.back],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "identity", "offline_access"],
        "token_endpoint_auth_methods_supported": [method],
        "id_token_signed_response_alg": algorithm,
        "id_token_signing_alg_values_supported": [algorithm],
        "client_authn_methods": [method, "bearer_header"],
        "add_ons": {"pkce": PKCE},
        "services": {
            "discovery": {"class": "idpyoidc.client.oidc.provider_info_discovery.ProviderInfoDiscovery"},
            "authorization": {"class": "idpyoidc.client.oidc.authorization.Authorization"},
            "access_token": {"class": "idpyoidc.client.oidc.access_token.AccessToken"},
            "refresh_token": {"class": "idpyoidc.client.oidc.refresh_access_token.RefreshAccessToken"},
            "userinfo": {"class": "idpyoidc.client.oidc.userinfo.UserInfo"},
        },
    }


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_it_discovers_asks_redeems_reads_and_refreshes(world: Any, line: InProcess, algorithm: str) -> None:
    activated(world, "layla")
    browser, agency = logged_in(world, "layla"), Agency(signed_with=algorithm)
    client = RPHandler(
        base_url="https://municipality.example",
        client_configs={"portal": told(agency, "client_secret_basic", algorithm)},
        key_conf=NO_KEYS,
    )
    address = client.begin("portal", req_args={"scope": ["openid", "profile", "identity", "offline_access"]})
    assert address.startswith(f"{HERE}/oidc/authorize?")
    back = came_back(agreed(browser, browser.get(address.removeprefix(HERE))))
    found = client.finalize(HERE, back)
    assert "error" not in found, found
    assert found["id_token"]["iss"] == HERE
    assert found["userinfo"]["sub"] == found["id_token"]["sub"]
    assert found["userinfo"]["verified_claims"]["claims"]["identifier"] == world.cast["layla"]["number"]
    again = client.refresh_access_token(found["state"])
    assert again["access_token"] != found["token"]
    paths = [path for _, path in line.asked]
    for path in ("/.well-known/openid-configuration", "/oidc/jwks", "/oidc/token", "/oidc/userinfo"):
        assert path in paths
