"""Words of relying parties that other rooms share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bawaba.core.text import T


@dataclass(frozen=True)
class Party:
    """A relying party as the doors see it."""

    id: int
    uuid: UUID
    slug: str
    name: T
    purpose: T
    site: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...]
    logout_notice_uri: str
    authentication: str
    secret: bytes | None
    keys: tuple[Mapping[str, Any], ...]
    scopes: tuple[str, ...]
    assurance: int
    signed_with: str
    pushed_only: bool
    state: str


@dataclass(frozen=True)
class Asked:
    """An authorization request that was found good; ``at`` is when it came, in seconds."""

    client: str
    redirect_uri: str
    challenge: str
    scopes: tuple[str, ...]
    at: float
    state: str = ""
    nonce: str = ""
    prompt: tuple[str, ...] = ()
    max_age: int | None = None
    acr: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()
    verification: Mapping[str, Any] = field(default_factory=dict)  # what verified_claims must be verified by
    hint: str = ""  # the sub that its id_token_hint names


@dataclass(frozen=True)
class Proof:
    """How and when the person of a session proved who they are."""

    at: datetime
    amr: tuple[str, ...]


@dataclass(frozen=True)
class LoginElsewhere:
    """A log-in at an agency, as tokens are made from it."""

    uuid: UUID
    account: UUID
    party: Party
    sub: str
    sid: str
    scopes: tuple[str, ...]
    claims: tuple[str, ...]
    verified: tuple[str, ...]
    verification: Mapping[str, Any]
    nonce: str
    acr: str
    proof: Proof


@dataclass(frozen=True)
class Issued:
    """Tokens as they leave: the database keeps their hashes."""

    login: LoginElsewhere
    access: str
    refresh: str = ""


class LogoutReceiver(Protocol):
    """Tells an agency that somebody has logged out (OpenID Connect Back-Channel Logout)."""

    def tell(self, *, address: str, token: str) -> None:
        """One POST of the signed logout token; Refused, Unavailable. A repetition carries the same token name (``jti``)."""
