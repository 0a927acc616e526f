"""Tables of appointments; private to this sub-room."""

import uuid

from django.db import models

from bawaba.cases.appointments.lifecycle import LIVE

IS_LIVE = models.Q(state__in=LIVE)


class Appointment(models.Model):
    """One seat of one slot for one person; whom it concerns is sealed under the account's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    account = models.UUIDField()
    person = models.BinaryField()  # blind index of the person concerned
    concerns = models.BinaryField(null=True)  # on behalf: of whom, and by what right
    agency = models.CharField(max_length=40)
    office = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField(null=True)  # given back when cancelled
    turn = models.PositiveIntegerField(default=0)  # how often it was moved
    state = models.CharField(max_length=10)
    document = models.UUIDField(null=True)  # the slip of this turn
    reminded_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """A seat has one person, a person one live appointment an agency; the clock looks at those that wait."""

        constraints = (
            models.UniqueConstraint(fields=["office", "starts_at", "seat"], name="one_seat_one_person"),
            models.UniqueConstraint(fields=["person", "agency"], condition=IS_LIVE, name="one_live_appointment"),
        )
        indexes = (
            models.Index(fields=["account", "-starts_at"], name="appointment_of_account"),
            models.Index(fields=["starts_at"], condition=IS_LIVE, name="appointment_waiting"),
        )
