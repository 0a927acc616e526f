"""Tables of staff; private to this sub-room."""

import uuid

from django.db import models


class Officer(models.Model):
    """One of the staff: works for an agency or in an office of the portal. Who they are as a person is sealed: nobody decides in their own case."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="officer")
    name_ar = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    person_index = models.BinaryField(unique=True)
    person_sealed = models.BinaryField()
    state = models.CharField(max_length=12)
    keys = models.PositiveSmallIntegerField(default=0)  # passkeys: the last one is never removed, by an UPDATE on this
    appointed_at = models.DateTimeField()


class Post(models.Model):
    """What an officer may do for one agency, or in one office of the portal."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="posts")
    agency = models.CharField(max_length=40)
    role = models.CharField(
        max_length=12
    )  # officer, supervisor, reviewer, operator, technician: rules.py says which where
    since = models.DateTimeField()

    class Meta:
        """One role an agency."""

        constraints = (models.UniqueConstraint(fields=["officer", "agency"], name="one_post_an_agency"),)


class Passkey(models.Model):
    """What allauth keeps no column for: whose it is, that a credential is one officer's, and its counter."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="passkeys")
    authenticator = models.OneToOneField("mfa.Authenticator", on_delete=models.CASCADE)
    credential = models.BinaryField(unique=True)  # hash of its id
    name = models.CharField(max_length=40)
    counter = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
