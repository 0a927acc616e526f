"""Tables of messages; private to this room."""

import uuid

from django.db import models


class Message(models.Model):
    """One SMS, e-mail or inbox letter. Destination and values are sealed, and wiped once it was handed over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.UUIDField()
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=5)  # sms, email, inbox
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=12)
    destination = models.BinaryField(null=True)
    values = models.BinaryField(null=True)
    written_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        """An inbox is read by its owner, newest first; receipts find their message."""

        indexes = (
            models.Index(fields=["subject", "-id"], condition=models.Q(channel="inbox"), name="message_inbox"),
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="message_provider"),
        )
