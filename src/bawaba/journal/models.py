"""Tables of the journal; private to this room."""

import uuid

from django.db import models


class Event(models.Model):
    """One line of the audit journal."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    type = models.CharField(max_length=64)
    subject = models.UUIDField()
    actor_kind = models.CharField(max_length=20)
    actor = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        """A person's history is read by subject, newest first."""

        indexes = (
            models.Index(fields=["subject", "-id"], name="event_subject"),
            models.Index(fields=["type", "-id"], name="event_type"),
        )


class Outbox(models.Model):
    """What must follow an event. This row is the truth; an engine's task carries only its id."""

    kind = models.CharField(max_length=64)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, default="")  # done, refused, expired, exhausted

    class Meta:
        """Only the open rows are ever searched."""

        indexes = (
            models.Index(fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="outbox_open"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="outbox_ended"),
        )


class ClockJob(models.Model):
    """When a job of the clock is next due; moving ``due_at`` by one UPDATE decides which worker runs it."""

    name = models.CharField(max_length=64, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)


class PersonKey(models.Model):
    """A data key per subject, wrapped by the key-encryption key. Deleting the row erases what it sealed."""

    subject = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
