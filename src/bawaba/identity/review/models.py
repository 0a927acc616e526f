"""Tables of review; private to this sub-room."""

import uuid

from django.db import models

from bawaba.identity.review.lifecycle import UNDECIDED


class NotYouCase(models.Model):
    """Somebody said "not me" about an account. What was flagged is the attestor's doing, not the person's data."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField()
    state = models.CharField(max_length=8)
    power = models.CharField(max_length=8)  # suspend, freeze, report: the strongest of what was pressed
    presses = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True)
    attended_place = models.CharField(max_length=50, default="")
    attendant = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One undecided case an account: a second press belongs to it."""

        constraints = (
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(state__in=UNDECIDED), name="one_undecided_case_an_account"
            ),
        )


class Press(models.Model):
    """An event of a press that was heard: it may be delivered again at any time later, and counts once."""

    event = models.UUIDField(unique=True)
    heard_at = models.DateTimeField()


class Decision(models.Model):
    """What an officer decided, and why; the note is sealed under the key of whom it is about."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.UUIDField()  # a case, or an enrolment
    officer = models.UUIDField()
    move = models.CharField(max_length=10)
    reason = models.CharField(max_length=24)
    note = models.BinaryField()
    about_enrolment = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        """A page shows the decisions of one subject."""

        indexes = (models.Index(fields=["subject"], name="decision_of_subject"),)
