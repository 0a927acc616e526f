"""Table of passkeys that open accounts; private to this sub-room. Those of staff stand with staff."""

import uuid

from django.db import models


class Passkey(models.Model):
    """What allauth keeps no column for: whose it is, that a credential is one account's, and its counter."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField(db_index=True)
    authenticator = models.OneToOneField("mfa.Authenticator", on_delete=models.CASCADE, related_name="+")
    credential = models.BinaryField(unique=True)  # hash of its id
    name = models.CharField(max_length=40)
    counter = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
