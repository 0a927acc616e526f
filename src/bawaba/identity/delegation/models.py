"""Tables of delegations; private to this sub-room."""

import uuid

from django.db import models

from bawaba.identity.delegation.lifecycle import OPEN


class Delegation(models.Model):
    """Who may act for whom, in what, until when. The receiver was named by a number, whether it exists or not."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    giver = models.UUIDField()
    receiver = models.UUIDField(null=True)  # known once accepted
    receiver_index = models.BinaryField()
    receiver_sealed = models.BinaryField()  # the number as typed, under the giver's key
    services = models.JSONField()  # slugs
    sentence = models.BinaryField()  # what the giver confirmed, word for word in both languages; it names the number
    acceptance = models.BinaryField(null=True)  # what the receiver confirmed, under the receiver's key
    state = models.CharField(max_length=10)
    last_day = models.DateField()
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # when somebody last acted under it
    place = models.PositiveSmallIntegerField(null=True)  # 0 … MOST_OPEN - 1: a giver has so many open at most
    same = models.BinaryField(null=True)  # of giver, number, services and day: a double click is one

    class Meta:
        """Read by giver, by receiver, by the number that was invited; the clock reads the last day."""

        indexes = (
            models.Index(fields=["giver", "-id"], name="delegation_given"),
            models.Index(fields=["receiver", "-id"], name="delegation_received"),
            models.Index(fields=["receiver_index"], condition=models.Q(state="offered"), name="delegation_offered"),
            models.Index(fields=["last_day"], condition=models.Q(state__in=OPEN), name="delegation_ending"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["giver", "place"], condition=models.Q(state__in=OPEN), name="delegation_of_a_place"
            ),
            models.UniqueConstraint(
                fields=["same"], condition=models.Q(state__in=OPEN), name="delegation_offered_once"
            ),
        )
