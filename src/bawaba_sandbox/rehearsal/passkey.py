"""A passkey without a device: what a security key would answer to a browser at one origin, and how a page is answered by it."""

import html
import json
import os
import re
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAGS = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = FLAGS.UP | FLAGS.UV
OPTIONS = re.compile(r'data-options="([^"]+)"')


@dataclass
class Passkey:
    """One credential on one device. The flags and the counter are open, so that a test can play a bad device."""

    origin: str
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    user: bytes = b""
    counter: int = 0
    flags: Any = PRESENT_AND_VERIFIED

    def make(self, options: dict[str, Any]) -> str:
        """What ``navigator.credentials.create`` gives, as the page sends it."""
        self.user = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self.credential, public)
        data = AuthenticatorData.create(_site(options["rp"]["id"]), self.flags | FLAGS.AT, self.counter, held)
        client = self._client("webauthn.create", options)
        attested = AttestationObject.create("none", data, {})
        return self._written({"clientDataJSON": client, "attestationObject": attested})

    def use(self, options: dict[str, Any]) -> str:
        """What ``navigator.credentials.get`` gives, as the page sends it."""
        self.counter += 1
        data = AuthenticatorData.create(_site(options["rpId"]), self.flags, self.counter)
        client = self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client), ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": self.user}
        return self._written(parts)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return CollectedClientData.create(kind, options["challenge"], self.origin)

    def _written(self, parts: dict[str, bytes]) -> str:
        name = websafe_encode(self.credential)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def options_on(page: str) -> dict[str, Any]:
    """What the page asks of an authenticator; ValueError when it asks nothing."""
    found = OPTIONS.search(page)
    if found is None:
        raise ValueError("the page asks for no passkey")
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


def _site(name: str) -> bytes:
    return sha256(name.encode())
