"""Tables of enrolment; private to this sub-room."""

import uuid

from django.db import models

from bawaba.identity.enrolment.lifecycle import PENDING

IS_PENDING = models.Q(
    state__in=PENDING
)  # beside fewer of these states it names the index, which SQLite does not find otherwise


class Enrolment(models.Model):
    """R1: nothing is unique on the identifier; what was typed is sealed under the enrolment's own key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    handle = models.BinaryField(unique=True)  # keyed hash of the 128-bit handle in the cookie
    reference = models.BinaryField(unique=True)  # blind index of the reference that people read aloud
    population = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    identifier_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    phone_slot = models.PositiveSmallIntegerField(null=True)
    claims = models.BinaryField()  # sealed JSON: everything typed
    password = models.CharField(max_length=128, default="")
    terms_version = models.CharField(max_length=20, default="")
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    phone_proven_at = models.DateTimeField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    evidence = models.UUIDField(null=True)  # the attestation that reserved or activated it

    class Meta:
        """R3: at most three live proven enrolments a phone, each in a numbered slot."""

        constraints = (
            models.UniqueConstraint(
                fields=["phone_index", "phone_slot"],
                condition=models.Q(phone_slot__isnull=False),
                name="three_enrolments_a_phone",
            ),
        )
        indexes = (
            models.Index(
                fields=["identifier_index", "phone_index", "-phone_proven_at"],
                condition=IS_PENDING,
                name="enrolment_pending",
            ),
            models.Index(fields=["expires_at"], condition=IS_PENDING, name="enrolment_expiring"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="enrolment_ended"),
        )
