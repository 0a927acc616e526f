"""allauth's table of authenticators, wrapped: what signs in beside a password, whoever it belongs to."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db.models import QuerySet
from fido2.webauthn import AttestedCredentialData


def keep_passkey(*, user: int, name: str, credential: dict[str, Any]) -> int:
    """The registration as the browser sent it, in the caller's transaction; what was verified is the caller's matter."""
    data = {"name": name, "credential": _without_extras(credential)}
    return int(Authenticator.objects.create(user_id=user, type=Authenticator.Type.WEBAUTHN, data=data).pk)


def passkey_credentials(user: int) -> list[AttestedCredentialData]:
    """Ids and public keys of the user's passkeys."""
    return _read(Authenticator.objects.filter(user_id=user, type=Authenticator.Type.WEBAUTHN))


def credentials_of(kept: int) -> list[AttestedCredentialData]:
    """The same of one row."""
    return _read(Authenticator.objects.filter(pk=kept, type=Authenticator.Type.WEBAUTHN))


def _read(rows: QuerySet[Authenticator]) -> list[AttestedCredentialData]:
    found = [WebAuthn(row).authenticator_data.credential_data for row in rows]
    return [one for one in found if one is not None]


def keep_app(*, user: int, sealed: str) -> None:
    """The sealed secret of an authenticator app, in the caller's transaction; IntegrityError when the user has one."""
    Authenticator.objects.create(user_id=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def sealed_secret_of(account: UUID) -> str | None:
    """Of the account's app, as it is kept; None without an app."""
    rows = Authenticator.objects.filter(user__account__uuid=account, type=Authenticator.Type.TOTP)
    found = rows.values_list("data", flat=True).first()
    return None if found is None else str(found["secret"])


def drop_app(account: UUID) -> None:
    """In the caller's transaction."""
    Authenticator.objects.filter(user__account__uuid=account, type=Authenticator.Type.TOTP).delete()


def drop_passkeys(keys: Collection[int]) -> None:
    """In the caller's transaction; whatever hangs on them goes too."""
    Authenticator.objects.filter(pk__in=keys).delete()


def _without_extras(credential: dict[str, Any]) -> dict[str, Any]:
    """What allauth reads again, and nothing else that a browser may have sent."""
    response = credential["response"]
    return {
        "id": credential["id"],
        "rawId": credential.get("rawId", credential["id"]),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
    }
