"""Pure decisions about a request to log in elsewhere: values in, verdict out."""

from collections.abc import Collection
from typing import Literal

from bawaba.identity.clients.learning import scopes_of
from bawaba.identity.clients.ports import Asked

Verdict = Literal["go", "prove", "ask"]
ACR = "urn:bawaba:assurance:"
AMR = {"password": "pwd", "sms": "sms", "opening-code": "otp", "totp": "otp", "recovery": "otp"}
AMR |= {"webauthn": "hwk", "passkey": "pop"}


def needed(asked: Asked) -> set[str]:
    """The scopes that the person must have allowed."""
    return {*asked.scopes} | scopes_of(asked.claims, asked.verified)


def must_prove(asked: Asked, *, proven_at: float) -> bool:
    """Whether the person must prove again who they are; a proof of after the request came is always good."""
    if proven_at >= asked.at:
        return False
    too_old = asked.max_age is not None and asked.at - proven_at > asked.max_age
    return "login" in asked.prompt or too_old


def must_ask(asked: Asked, *, allowed: Collection[str], said_at: float) -> bool:
    """Whether the person must be asked; ``said_at`` is when they last said yes to this agency."""
    if not needed(asked) <= {*allowed}:
        return True
    return bool({"consent", "select_account"} & {*asked.prompt}) and said_at < asked.at


def acr_of(assurance: int) -> str:
    """How sure we are who it is, as the identity token says it."""
    return f"{ACR}{assurance}"


def amr_of(ways: Collection[str]) -> tuple[str, ...]:
    """How it was proven, in the words of RFC 8176."""
    known = [AMR[way] for way in dict.fromkeys(ways) if way in AMR]
    known += ["user"] if "passkey" in ways else []  # it has verified its holder: both factors
    return (*known, "mfa") if len(known) > 1 else tuple(known)
