"""Tables of payments; private to this room."""

import uuid

from django.db import models


class Bill(models.Model):
    """What one application owes; money in halalas."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    account = models.UUIDField()
    subject = models.UUIDField(unique=True)
    title_ar = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    lines = models.JSONField()  # [{kind, ar, en, halalas}]
    halalas = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_with = models.UUIDField(null=True)  # the one attempt that counts; any other capture goes back

    class Meta:
        """A person's bills, newest first."""

        indexes = (models.Index(fields=["account", "-id"], name="bill_of_account"),)


class Escrow(models.Model):
    """What of a bill is held, once paid, for somebody else: theirs when their part is done, the payer's when it is not."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="escrow")
    payee = models.UUIDField()
    halalas = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    changed_at = models.DateTimeField()


class Attempt(models.Model):
    """One try to pay at the provider; at most one is open a bill, so two tabs share it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="attempts")
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10)
    url = models.TextField(default="")
    started_at = models.DateTimeField()
    asked_at = models.DateTimeField()

    class Meta:
        """The unique INSERT decides which of two clicks starts."""

        constraints = (
            models.UniqueConstraint(
                fields=["bill"], condition=models.Q(state="started"), name="one_open_attempt_a_bill"
            ),
        )
        indexes = (
            models.Index(
                fields=["asked_at"], condition=models.Q(state__in=["started", "given_up"]), name="attempt_unsettled"
            ),
            models.Index(fields=["asked_at"], condition=models.Q(state="captured"), name="attempt_captured"),
        )
