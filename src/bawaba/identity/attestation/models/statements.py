"""What was said: spent tokens, visits, attestations as evidence, idempotent calls."""

import uuid

from django.db import models

from bawaba.identity.attestation.models.attestors import Attestor


class SpentToken(models.Model):
    """A ``jti`` that was used: the unique INSERT is what makes a replay lose."""

    issuer = models.CharField(max_length=64)
    jti = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        """One use an issuer."""

        constraints = (models.UniqueConstraint(fields=["issuer", "jti"], name="token_spent_once"),)


class Visit(models.Model):
    """A person stands at a kiosk or counter. Numbers are sealed under the visit's own key; no sample is ever kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    attestor = models.ForeignKey(Attestor, on_delete=models.PROTECT)
    place = models.CharField(max_length=50)
    challenge = models.BinaryField()  # keyed hash
    identifier_kind = models.CharField(max_length=20)
    identifier_index = models.BinaryField()
    identifier_sealed = models.BinaryField()
    language = models.CharField(max_length=2)
    consent = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    score_band = models.CharField(max_length=8, default="")
    device = models.CharField(max_length=64, default="")
    phone_sealed = models.BinaryField(null=True)
    phone_proven_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)


class Attestation(models.Model):
    """The signed statement word for word, as evidence, and what came of it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    attestor = models.ForeignKey(Attestor, on_delete=models.PROTECT)
    jti = models.CharField(max_length=64)
    kid = models.CharField(max_length=64, default="")
    statement = models.TextField()
    method = models.CharField(max_length=20)
    place = models.CharField(max_length=50)
    operator = models.CharField(max_length=64, default="")
    consent = models.CharField(
        max_length=20, default=""
    )  # version of the text agreed to in its visit, which is gone in a day
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    reason = models.CharField(max_length=32, default="")
    enrolment = models.UUIDField(null=True)
    account = models.UUIDField(null=True)

    class Meta:
        """The same jti under another key is refused for ever."""

        constraints = (models.UniqueConstraint(fields=["attestor", "jti"], name="attestation_once"),)
        indexes = (
            models.Index(fields=["attestor", "-received_at"], name="attestation_recent"),
            models.Index(fields=["account"], name="attestation_of_account"),
        )


class Call(models.Model):
    """An idempotent call: its key, the digest of its bytes, and the first answer."""

    attestor = models.ForeignKey(Attestor, on_delete=models.CASCADE)
    key = models.CharField(max_length=100)
    digest = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)  # 0: in flight
    body = models.TextField(default="")
    leased_until = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        """One answer a key."""

        constraints = (models.UniqueConstraint(fields=["attestor", "key"], name="call_once"),)
