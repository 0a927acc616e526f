"""Tables of cases; private to this room."""

import uuid

from django.db import models


class Application(models.Model):
    """One use of an e-service by one person. Answers are kept with their labels as asked, under the account's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    account = models.UUIDField()
    service = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    answers = models.BinaryField()
    snapshot = models.BinaryField()
    fingerprint = models.BinaryField(
        null=True
    )  # of account, service and answers while it is open: a double click is one
    bill = models.UUIDField(null=True)
    document = models.UUIDField(null=True)
    refusal_ar = models.TextField(default="")
    refusal_en = models.TextField(default="")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """A person's applications, newest first; the same one cannot be open twice."""

        indexes = (
            models.Index(fields=["account", "-id"], name="application_of_account"),
            models.Index(
                fields=["changed_at"], condition=models.Q(state="awaiting_payment"), name="application_unpaid"
            ),
            models.Index(fields=["bill"], condition=models.Q(bill__isnull=False), name="application_of_bill"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(fingerprint__isnull=False), name="one_open_application"
            ),
        )
