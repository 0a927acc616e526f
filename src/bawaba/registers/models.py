"""What the register said last; private to this room."""

from django.db import models


class CachedFact(models.Model):
    """One answer, sealed; found by the blind index of person and kind of fact."""

    key = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    as_of = models.DateTimeField()
    fetched_at = models.DateTimeField(db_index=True)
