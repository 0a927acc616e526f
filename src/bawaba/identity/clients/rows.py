"""Statements of the OpenID flow, put together once: every step of every log-in elsewhere asks them (docs/decisions/0012)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import (
    BinaryField,
    CharField,
    DateTimeField,
    IntegerField,
    Model,
    QuerySet,
    UUIDField,
)

from bawaba.identity.clients.lifecycle import LOGIN
from bawaba.identity.clients.models import Consent, Login, PushedRequest, RelyingParty, Token
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate, built, columns_of

REDEEMED = LOGIN.move("redeem")


def login_of(row: Sequence[Any]) -> Login:
    """A log-in with its consent and that one's agency."""
    many = len(columns_of(Login))
    login = built(Login, row[:many])
    login.consent = consent_of(row[many:])
    return login


def consent_of(row: Sequence[Any]) -> Consent:
    """A consent with its agency."""
    many = len(columns_of(Consent))
    consent = built(Consent, row[:many])
    consent.party = built(RelyingParty, row[many:])
    return consent


def _columns(model: type[Model], path: str) -> list[str]:
    return [f"{path}{name}" for name in columns_of(model)]


def _named() -> QuerySet[Any]:
    return RelyingParty.objects.filter(slug=Given("slug", CharField()), state="open").values_list(
        *columns_of(RelyingParty)
    )


def _consent() -> QuerySet[Any]:
    rows = Consent.objects.filter(account=Given("account", UUIDField()), party__uuid=Given("party", UUIDField()))
    return rows.values_list(*columns_of(Consent), *_columns(RelyingParty, "party__"))


def _by_code() -> QuerySet[Any]:
    rows = Login.objects.filter(code_hash=Given("code", BinaryField()))
    return rows.values_list(
        *columns_of(Login), *_columns(Consent, "consent__"), *_columns(RelyingParty, "consent__party__")
    )


def _by_token() -> QuerySet[Any]:
    rows = Token.objects.filter(
        token_hash=Given("token", BinaryField()), kind="access", expires_at__gt=Given("now", DateTimeField())
    )
    return rows.values_list(
        *_columns(Login, "login__"),
        *_columns(Consent, "login__consent__"),
        *_columns(RelyingParty, "login__consent__party__"),
    )


NAMED, CONSENT, BY_CODE, BY_TOKEN = Prepared(_named), Prepared(_consent), Prepared(_by_code), Prepared(_by_token)
TAKE = PreparedUpdate(
    lambda: PushedRequest.objects.filter(
        handle_hash=Given("handle", BinaryField()),
        party_id=Given("party", IntegerField()),
        used_at__isnull=True,
        expires_at__gt=Given("now", DateTimeField()),
    ),
    returning=("parameters",),
    used_at=Given("now", DateTimeField()),
)
USE_CONSENT = PreparedUpdate(
    lambda: Consent.objects.filter(
        account=Given("account", UUIDField()), party_id=Given("party", IntegerField()), state="active"
    ),
    returning=("id", "scopes"),
    used_at=Given("now", DateTimeField()),
)
REDEEM = PreparedUpdate(
    lambda: Login.objects.filter(
        pk=Given("login", IntegerField()), state__in=REDEEMED.sources, made_at__gt=Given("after", DateTimeField())
    ),
    state=REDEEMED.target,
)
