"""Tables of messages; private to this room."""

import uuid

from django.db import models


class Message(models.Model):
    """One SMS, e-mail or inbox letter. Destination and values are sealed, and wiped once it was handed over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.UUIDField()
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=5)  # sms, email, inbox, push
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=12)
    destination = models.BinaryField(null=True)
    values = models.BinaryField(null=True)
    written_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, default="")
    read_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # quiet hours: not before
    turn = models.PositiveIntegerField(default=0)  # how often it was put off; a task of an earlier turn does nothing

    class Meta:
        """An inbox is read by its owner, newest first; every page says whether one is unread; receipts find their message."""

        indexes = (
            models.Index(fields=["subject", "-id"], condition=models.Q(channel="inbox"), name="message_inbox"),
            models.Index(
                fields=["subject"], condition=models.Q(channel="inbox", read_at__isnull=True), name="message_unread"
            ),
            models.Index(
                fields=["subject"], condition=models.Q(state="written", held_until__isnull=False), name="message_held"
            ),
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="message_provider"),
        )


class Wish(models.Model):
    """How and when a person wants to be told of what is not urgent; without a row, as the portal does it."""

    subject = models.UUIDField(primary_key=True)
    case_sms = models.BooleanField(default=True)
    case_email = models.BooleanField(default=False)
    reminder_sms = models.BooleanField(default=True)
    reminder_email = models.BooleanField(default=False)
    case_push = models.BooleanField(default=True)
    reminder_push = models.BooleanField(default=True)
    reminders = models.BooleanField(default=True)
    lead_hours = models.PositiveSmallIntegerField(default=24)
    quiet_from = models.PositiveSmallIntegerField(null=True)  # hours of the country's day; both or none
    quiet_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """The clock asks who wants to be reminded at another time than most."""

        indexes = (models.Index(fields=["lead_hours"], condition=~models.Q(lead_hours=24), name="wish_lead"),)


class Browser(models.Model):
    """A browser that is woken when a letter comes for ``subject``. One address belongs to one of them; it is sealed, with its keys."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.UUIDField()
    place_index = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    device_hash = models.BinaryField()
    key_id = models.CharField(max_length=16)  # of the installation's key by which this browser knows us
    made_at = models.DateTimeField()

    class Meta:
        """Asked for with every letter."""

        indexes = (models.Index(fields=["subject"], name="browser_subject"),)
