"""Tables of relying parties; private to this sub-room. Whatever opens something is kept as a hash."""

import uuid

from django.db import models


class RelyingParty(models.Model):
    """An agency that logs people in here: rows that a command loads, never constants."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    slug = models.SlugField(unique=True)  # its client_id
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    purpose_ar = models.CharField(max_length=200)  # what it does with what it learns, in its own words
    purpose_en = models.CharField(max_length=200)
    site = models.URLField(max_length=500)
    redirect_uris = models.JSONField()
    logout_uris = models.JSONField(default=list)  # where a browser may go after logging out
    logout_notice_uri = models.CharField(max_length=500, default="")  # told by us that somebody logged out
    authentication = models.CharField(max_length=24)  # client_secret_basic, private_key_jwt
    secret = models.BinaryField(null=True)  # keyed hash of a long random value
    keys = models.JSONField(default=list)  # public JWKs
    scopes = models.JSONField()  # all that it may ask for
    assurance = models.PositiveSmallIntegerField(default=2)  # the least that a person must have
    signed_with = models.CharField(max_length=5, default="ES256")
    pushed_only = models.BooleanField(default=False)
    state = models.CharField(max_length=8)


class Consent(models.Model):
    """What a person allows one agency to learn. The row stays, and with it the one name that the agency knows them by."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField()
    party = models.ForeignKey(RelyingParty, on_delete=models.PROTECT, related_name="+")
    sub = models.CharField(max_length=32)  # random, another for each agency: two of them cannot compare
    scopes = models.JSONField()
    state = models.CharField(max_length=8)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """One row a person and agency."""

        constraints = (
            models.UniqueConstraint(fields=["account", "party"], name="one_consent_a_party"),
            models.UniqueConstraint(fields=["party", "sub"], name="sub_of_party"),
        )


class Login(models.Model):
    """One log-in at an agency: from its code to its end."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField()
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    code_hash = models.BinaryField(unique=True)
    asked = models.JSONField()  # redirect_uri, challenge, nonce, scopes, single claims
    session = models.CharField(max_length=32)  # of this portal, under a name that is no key to it
    sid = models.CharField(max_length=32)  # the same for every log-in of one session at one agency
    proven_at = models.DateTimeField()
    acr = models.CharField(max_length=40)
    amr = models.JSONField()
    last_out = models.DateTimeField(
        null=True
    )  # as the account had it: out everywhere ends this log-in without touching it
    state = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by account, by session, by consent; purged by age."""

        indexes = (
            models.Index(fields=["account"], name="login_of_account"),
            models.Index(fields=["session"], name="login_of_session"),
            models.Index(fields=["made_at"], name="login_made"),
        )


class Token(models.Model):
    """An access or refresh token. It is good while its log-in, consent, agency and account are."""

    token_hash = models.BinaryField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7)  # access, refresh
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # a refresh token works once


class PushedRequest(models.Model):
    """A request that an agency sent beforehand (RFC 9126): its number works once."""

    handle_hash = models.BinaryField(primary_key=True)
    party = models.ForeignKey(RelyingParty, on_delete=models.CASCADE, related_name="+")
    parameters = models.JSONField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SpentAssertion(models.Model):
    """The name of an assertion that an agency authenticated with: it works once."""

    party = models.ForeignKey(RelyingParty, on_delete=models.CASCADE, related_name="+")
    jti = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        """One INSERT decides between two replays."""

        constraints = (models.UniqueConstraint(fields=["party", "jti"], name="assertion_once"),)
