"""Tables of attestation; private to this sub-room."""

import uuid

from django.db import models


class Attestor(models.Model):
    """Whoever vouches in person: rows that a command loads, never constants."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    slug = models.SlugField(unique=True)
    channel = models.CharField(max_length=10)  # kiosk, bank, counter
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    keys = models.JSONField()  # public JWK set
    populations = models.JSONField(default=list)
    a_day = models.PositiveIntegerField(default=1000)
    state = models.CharField(max_length=12, default="open")  # open, quarantined, closed


class Place(models.Model):
    """Where an attestor can be met."""

    attestor = models.ForeignKey(Attestor, on_delete=models.CASCADE, related_name="places")
    slug = models.SlugField()
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    city_ar = models.CharField(max_length=60)
    city_en = models.CharField(max_length=60)
    hours_ar = models.CharField(max_length=120)
    hours_en = models.CharField(max_length=120)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)

    class Meta:
        """A place is named within its attestor."""

        constraints = (models.UniqueConstraint(fields=["attestor", "slug"], name="place_of_attestor"),)


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
    statement = models.TextField()
    method = models.CharField(max_length=20)
    place = models.CharField(max_length=50)
    operator = models.CharField(max_length=64, default="")
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    reason = models.CharField(max_length=32, default="")
    enrolment = models.UUIDField(null=True)
    account = models.UUIDField(null=True)

    class Meta:
        """The same jti under another key is refused for ever."""

        constraints = (models.UniqueConstraint(fields=["attestor", "jti"], name="attestation_once"),)
        indexes = (models.Index(fields=["attestor", "-received_at"], name="attestation_recent"),)


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
