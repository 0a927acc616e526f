"""Tables of recoveries and trusted relatives; private to this sub-room."""

import uuid

from django.db import models

from bawaba.identity.recovery.lifecycle import PROVEN, TIED, UNDER_WAY


class Recovery(models.Model):
    """One attempt. ``account`` is nobody's where the number is: such a row is like any other, and nothing proves it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField()
    wants = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    reference_index = models.BinaryField(unique=True)
    reference_sealed = models.BinaryField()  # under the installation's key: nobody's rows have no key of an account
    phone_index = models.BinaryField(null=True)  # of the new phone
    phone_sealed = models.BinaryField(null=True)
    phone_proven_at = models.DateTimeField(null=True)
    back_hash = models.BinaryField(null=True)  # the link with which whoever recovers comes back
    stop_hash = models.BinaryField(null=True)  # the link with which whoever was told stops it
    last_out = models.DateTimeField(null=True)  # the account's when enough was proven: out everywhere since ends it
    cools_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """Of one account one is proven at a time; those that have only started push nobody out."""

        constraints = (
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(state__in=PROVEN), name="one_proven_recovery"
            ),
        )
        indexes = (
            models.Index(fields=["account", "state"], name="recovery_of_account"),
            models.Index(fields=["ends_at"], condition=models.Q(state__in=UNDER_WAY), name="recovery_ending"),
            models.Index(fields=["back_hash"], name="recovery_back"),
            models.Index(fields=["stop_hash"], name="recovery_stop"),
        )


class Proof(models.Model):
    """One method that was shown: of each kind one counts."""

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="proofs")
    way = models.CharField(max_length=8)
    relative = models.UUIDField(null=True)
    shown_at = models.DateTimeField()

    class Meta:
        """The same twice is once."""

        constraints = (models.UniqueConstraint(fields=["recovery", "way"], name="one_proof_a_way"),)


class Trusted(models.Model):
    """Whose approval counts as one method of whose recovery."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    giver = models.UUIDField()
    receiver_index = models.BinaryField()
    receiver_sealed = models.BinaryField()  # under the giver's key: it is what the giver typed
    receiver = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField()  # 0 or 1: so many at most
    named_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Read by giver, by receiver, by the number that was named."""

        constraints = (
            models.UniqueConstraint(
                fields=["giver", "place"], condition=models.Q(state__in=TIED), name="trusted_of_a_place"
            ),
            models.UniqueConstraint(
                fields=["giver", "receiver_index"], condition=models.Q(state__in=TIED), name="trusted_once"
            ),
        )
        indexes = (
            models.Index(fields=["receiver", "state"], name="trusted_by"),
            models.Index(fields=["receiver_index", "state"], name="trusted_named"),
        )
