"""WebAuthn as people and staff use it: resident keys, the user verified, one exact origin, a challenge that is used once."""

import hashlib
import json
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.conf import settings
from fido2.cose import ES256
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.codes.commands import count_up

CHALLENGE = "passkey-challenge"
VERIFIED = UserVerificationRequirement.REQUIRED
LONGEST_ANSWER = 20_000
BYTES = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")
SITE = T("بوابة", en="Bawaba")
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, AssertionError)
UNREADABLE += (struct.error, UnsupportedAlgorithm)


class NotProven(Exception):
    """The answer of the authenticator proves nothing here: another challenge, origin, key, or no person was verified."""


class Synced(NotProven):
    """The key can be copied to other devices, which is not taken here."""


@dataclass(frozen=True)
class Ceremony:
    """What was asked: kept in the browser's session on the server, and nowhere else until somebody has answered."""

    state: Mapping[str, Any]
    until: datetime

    @property
    def challenge(self) -> str:
        """What is used up once."""
        return str(self.state["challenge"])

    def kept(self) -> dict[str, Any]:
        """For the session."""
        return {"state": dict(self.state), "until": self.until.isoformat()}


@dataclass(frozen=True)
class Shown:
    """A new credential, or one that was used: ``handle`` is a hash of its id."""

    handle: bytes
    counter: int
    credential: dict[str, Any]


def kept_ceremony(kept: Any) -> Ceremony:
    """From the session; NotProven when there is none or its time is over."""
    if not isinstance(kept, dict) or datetime.fromisoformat(kept["until"]) <= clock.now():
        raise NotProven
    return Ceremony(kept["state"], datetime.fromisoformat(kept["until"]))


def use_challenge(challenge: str) -> None:
    """Used up, in the transaction of what it opens, once and however parallel. NotProven."""
    if count_up(key=f"{CHALLENGE}|{challenge}", most=1) is None:
        raise NotProven


def ask_for_new_key(
    *, whose: UUID, user_name: str, name: str, known: Sequence[AttestedCredentialData]
) -> tuple[dict[str, Any], Ceremony]:
    """Options for the browser, and the ceremony to keep."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=whose.bytes, name=user_name, display_name=name),
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return dict(options)["publicKey"], _ceremony(state)


def ask_for_key(*, challenge: bytes | None = None) -> tuple[dict[str, Any], Ceremony]:
    """Names no credential, so that nobody learns whose name has one. ``challenge``: the digest of what is signed."""
    options, state = _server().authenticate_begin([], user_verification=VERIFIED, challenge=challenge)
    return dict(options)["publicKey"], _ceremony(state)


def new_key(ceremony: Ceremony, answer: str, *, synced: bool) -> Shown:
    """A credential made here and now by a verified person; NotProven. ``synced``: one that a cloud copies will do; else Synced."""
    credential = _read(answer)
    try:
        data = _server().register_complete(ceremony.state, credential)
        client = RegistrationResponse.from_dict(credential).response.client_data
        found = data.credential_data
    except UNREADABLE as error:
        raise NotProven from error
    if found is None or client.cross_origin:
        raise NotProven
    if data.flags & AuthenticatorData.FLAG.BE and not synced:
        raise Synced
    return Shown(_handle(found.credential_id), data.counter, credential)


def handle_in(answer: str) -> bytes:
    """Which credential an answer says it was given by; nothing about it is proven yet. NotProven."""
    try:
        return _handle(AuthenticationResponse.from_dict(_read(answer)).raw_id)
    except UNREADABLE as error:
        raise NotProven from error


def key_of_nobody(answer: str) -> AttestedCredentialData:
    """For a credential that nobody has: there is as much to verify, and no signature fits. NotProven."""
    try:
        named = AuthenticationResponse.from_dict(_read(answer)).raw_id
        return AttestedCredentialData.create(bytes(16), named, _key_that_is_lost())
    except UNREADABLE as error:
        raise NotProven from error


def used_key(ceremony: Ceremony, answer: str, known: Sequence[AttestedCredentialData], whose: UUID) -> Shown:
    """One of the known credentials, used here and now by a verified person; NotProven."""
    credential = _read(answer)
    try:
        used = _server().authenticate_complete(ceremony.state, known, credential)
        response = AuthenticationResponse.from_dict(credential).response
        named, client, counter = response.user_handle, response.client_data, response.authenticator_data.counter
    except UNREADABLE as error:
        raise NotProven from error
    if client.cross_origin or named != whose.bytes:
        raise NotProven
    return Shown(_handle(used.credential_id), counter, credential)


@cache
def _key_that_is_lost() -> ES256:
    return ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())


def _server() -> Fido2Server:
    parts = urlsplit(settings.BAWABA.public_url)
    own = f"{parts.scheme}://{parts.netloc}"
    site = PublicKeyCredentialRpEntity(id=parts.hostname or "", name=f"{SITE.ar} {SITE.en}")
    return Fido2Server(site, verify_origin=lambda origin: origin == own)  # a sister host of the domain is another site


def _ceremony(state: Mapping[str, Any]) -> Ceremony:
    return Ceremony({**state, "user_verification": VERIFIED.value}, clock.now() + settings.LIMITS.challenge_life)


def _read(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError) as error:
        raise NotProven from error
    if not isinstance(found, dict) or found.get("type") != "public-key" or not _is_readable(found):
        raise NotProven
    return found


def _is_readable(found: Mapping[str, Any]) -> bool:
    """Bytes come as base64url and as nothing else: of a number the library would make as many zeroes."""
    response = found.get("response")
    if not isinstance(response, dict) or found.get("id") != found.get("rawId"):
        return False
    told = [found["id"], *(response[name] for name in BYTES if response.get(name) is not None)]
    return all(isinstance(one, str) and BASE64URL.fullmatch(one) for one in told)


def _handle(credential_id: bytes) -> bytes:
    return hashlib.sha256(credential_id).digest()
