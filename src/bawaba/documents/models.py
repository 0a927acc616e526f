"""Tables of documents; private to this room."""

import uuid

from django.db import models


class Document(models.Model):
    """What an application issued. The PDF is typeset anew from the sealed content whenever it is asked for."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    account = models.UUIDField()
    subject = models.UUIDField()
    kind = models.CharField(max_length=40)
    content = models.BinaryField()  # sealed JSON under the account's key
    seal = models.TextField()  # the text of the QR code: signed, public to whoever holds the document
    mark = models.CharField(max_length=16)  # a short hash of what was signed: its name in the published list
    state = models.CharField(max_length=10)
    last_day = models.DateField(null=True)
    line = models.BinaryField(null=True)  # of account, kind and number: the newest of a line replaces the others
    reason = models.CharField(max_length=10, default="")  # why it was revoked
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind an application, one valid of a line; a person's, newest first; what clock and list read."""

        constraints = (
            models.UniqueConstraint(fields=["subject", "kind"], name="document_once"),
            models.UniqueConstraint(fields=["line"], condition=models.Q(state="valid"), name="document_of_line"),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="document_of_account"),
            models.Index(fields=["last_day"], condition=models.Q(state="valid"), name="document_ending"),
            models.Index(
                fields=["ended_at"], condition=models.Q(state__in=("revoked", "superseded")), name="document_listed"
            ),
        )
