"""Who may vouch: attestors, their keys and places, their kiosks, and whoever works there no more."""

import uuid

from django.db import models


class Attestor(models.Model):
    """Whoever vouches in person: rows that a command loads, never constants."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    slug = models.SlugField(unique=True)
    channel = models.CharField(max_length=10)  # kiosk, bank, counter
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    certificates = models.JSONField(default=list)  # of its TLS client: [{"sha256": …} or {"subject": …}]; empty: any
    populations = models.JSONField(default=list)
    a_day = models.PositiveIntegerField(default=1000)
    state = models.CharField(max_length=12, default="open")  # lifecycle.py
    proposed_by = models.UUIDField(null=True)  # whoever of the staff proposes to lift its quarantine

    called_with = ""  # the kid of the key that signed the call under way


class AttestorKey(models.Model):
    """A public key. It lives once: a kid that has ended or was closed is never taken again."""

    attestor = models.ForeignKey(Attestor, on_delete=models.CASCADE, related_name="keys")
    kid = models.CharField(max_length=64)
    jwk = models.JSONField()
    came_by = models.CharField(max_length=10)  # load, published, enrolment, rotation
    introduced_by = models.CharField(max_length=64, default="")  # the kid that signed for it
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # replaced: good until then
    closed_at = models.DateTimeField(null=True)  # not trusted any more, nor what it has begun

    class Meta:
        """A kid is one key."""

        constraints = (models.UniqueConstraint(fields=["attestor", "kid"], name="key_of_attestor"),)


class Kiosk(models.Model):
    """What a kiosk said of itself last, and when it is to be heard and looked at again."""

    attestor = models.OneToOneField(Attestor, on_delete=models.CASCADE, related_name="kiosk")
    software = models.CharField(max_length=32, default="")
    skew_seconds = models.IntegerField(default=0)
    tampered = models.BooleanField(default=False)
    reader = models.CharField(max_length=32, default="")  # the driver of fingers that it named; empty: not told
    case_switch = models.BooleanField(null=True)  # whether one is connected; None: not told
    seen_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # silent after that
    watched_at = models.DateTimeField(null=True)  # when the clock looked last
    inspect_by = models.DateField()
    reasons = models.JSONField(default=list)  # why it is in quarantine
    quarantined_at = models.DateTimeField(null=True)


class ClosedOperator(models.Model):
    """Somebody who works at an attestor, and in whose name nothing is taken any more."""

    attestor = models.ForeignKey(Attestor, on_delete=models.CASCADE, related_name="closed_operators")
    operator = models.CharField(max_length=64)
    closed_at = models.DateTimeField()

    class Meta:
        """Once an operator."""

        constraints = (models.UniqueConstraint(fields=["attestor", "operator"], name="operator_closed_once"),)


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
    opens = models.JSONField(default=dict)  # {"sunday": "09:00-13:00, 16:00-23:00"}; empty: nobody can say
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)

    class Meta:
        """A place is named within its attestor."""

        constraints = (models.UniqueConstraint(fields=["attestor", "slug"], name="place_of_attestor"),)
