"""Client certificates of attestors: what a row may ask for, and whether the proxy saw one of them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

FINGERPRINT = re.compile("[0-9a-f]{64}")
LONGEST = 16_000  # characters of a PEM in a header


class BadCertificate(ValueError):
    """No description of a certificate, or no certificate."""


@dataclass(frozen=True)
class Certificate:
    """What the trusted proxy saw: SHA-256 of the certificate, and its subject as RFC 4514 writes it."""

    sha256: str
    subject: str


def checked_certificates(described: Iterable[Any]) -> list[dict[str, str]]:
    """``{"sha256": …}`` with or without colons, or ``{"subject": "CN=…,O=…"}``, in one form. BadCertificate."""
    return [_checked(one) for one in described]


def certificate_in(header: str) -> Certificate:
    """From the PEM that nginx passes on, escaped for a URL. BadCertificate."""
    try:
        found = x509.load_pem_x509_certificate(unquote(header[:LONGEST]).encode())
        digest = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()
        return Certificate(digest, found.subject.rfc4514_string())
    except ValueError as error:
        raise BadCertificate("the proxy's certificate cannot be read") from error


def is_one_of(found: Certificate | None, wanted: Iterable[Mapping[str, str]]) -> bool:
    """Whether it fits what an attestor's row asks for; a row that asks for nothing is content with none."""
    asked = list(wanted)
    if not asked:
        return True
    return found is not None and any(
        one.get("sha256") == found.sha256 or one.get("subject") == found.subject for one in asked
    )


def _checked(one: Any) -> dict[str, str]:
    if not isinstance(one, Mapping) or len(one) != 1:
        raise BadCertificate("a certificate is one of sha256 and subject")
    name, value = next(iter(one.items()))
    if name == "subject" and isinstance(value, str) and 1 <= len(value) <= 500:
        return {"subject": value}
    plain = str(value).replace(":", "").lower()
    if name != "sha256" or not FINGERPRINT.fullmatch(plain):
        raise BadCertificate("sha256 is 64 hexadecimal digits")
    return {"sha256": plain}
