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
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind an application; a person's documents, newest first."""

        constraints = (models.UniqueConstraint(fields=["subject", "kind"], name="document_once"),)
        indexes = (models.Index(fields=["account", "-id"], name="document_of_account"),)
