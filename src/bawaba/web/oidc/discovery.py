"""What a relying party's library reads before anything else: where everything is, what is supported, and the keys."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bawaba.identity.clients.keys import SIGNING
from bawaba.identity.clients.learning import FRAMEWORK, LEARNED
from bawaba.identity.clients.loading import METHODS
from bawaba.identity.clients.rules import acr_of
from bawaba.identity.clients.signing import issuer
from bawaba.identity.clients.signing_keys import PURPOSES, published_keys
from bawaba.web.oidc.tokens import GRANTS

FRESH = "public, max-age=900"


@require_safe
def configuration(request: Any) -> HttpResponse:
    """OpenID Connect Discovery."""
    here = issuer()
    return _public(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/oidc/authorize",
            "pushed_authorization_request_endpoint": f"{here}/oidc/par",
            "token_endpoint": f"{here}/oidc/token",
            "revocation_endpoint": f"{here}/oidc/revoke",
            "revocation_endpoint_auth_methods_supported": list(METHODS),
            "revocation_endpoint_auth_signing_alg_values_supported": SIGNING,
            "userinfo_endpoint": f"{here}/oidc/userinfo",
            "end_session_endpoint": f"{here}/oidc/logout",
            "jwks_uri": f"{here}/oidc/jwks",
            "scopes_supported": list(LEARNED),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": list(GRANTS),
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": list(PURPOSES),
            "token_endpoint_auth_methods_supported": list(METHODS),
            "token_endpoint_auth_signing_alg_values_supported": SIGNING,
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "acr_values_supported": [acr_of(level) for level in (1, 2, 3)],
            "display_values_supported": ["page"],
            "claim_types_supported": ["normal"],
            "claims_supported": ["sub", *(claim for one in LEARNED.values() for claim in one.claims)],
            "claims_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            **_verified(),
        }
    )


@require_safe
def jwks(request: Any) -> HttpResponse:
    """Public keys: the one that signs now first, the next before it signs, former ones while tokens of theirs are good."""
    return _public({"keys": published_keys()})


def _verified() -> dict[str, Any]:
    """OpenID Identity Assurance."""
    return {
        "verified_claims_supported": True,
        "trust_frameworks_supported": [FRAMEWORK],
        "evidence_supported": ["electronic_record"],
        "electronic_records_supported": ["population_register"],
        "claims_in_verified_claims_supported": [claim for one in LEARNED.values() for claim in one.verified],
    }


def _public(found: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(found)
    response["Cache-Control"] = FRESH
    return response
