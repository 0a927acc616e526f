"""Tables of one-time codes; private to this sub-room."""

import uuid

from django.db import models


class OneTimeCode(models.Model):
    """A code sent to somebody, kept as an HMAC under a key outside the database."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    purpose = models.CharField(max_length=32)
    subject = models.UUIDField()
    place = models.UUIDField(null=True)  # the waiting log-in that it is for, where it is for one alone
    digest = models.BinaryField()
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    country = models.CharField(max_length=2, default="")  # of a stranger's phone that it went to
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """Only the newest code of a purpose and subject counts."""

        indexes = (
            models.Index(fields=["purpose", "subject", "-id"], name="code_newest"),
            models.Index(fields=["country", "-made_at"], name="code_to_strangers", condition=~models.Q(country="")),
        )


class Tally(models.Model):
    """Wrong tries in a row under one key, whatever code they were made against."""

    key = models.BinaryField(unique=True)
    failures = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()


class Spending(models.Model):
    """When things were last sent under one key: as many moments as the widest window needs."""

    key = models.BinaryField(unique=True)
    moments = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
