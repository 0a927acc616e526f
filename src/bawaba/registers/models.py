"""What the register said last; private to this room."""

from django.db import models


class NewsPlace(models.Model):
    """How far the register's list of changes has been read; one row."""

    one = models.PositiveSmallIntegerField(default=1, unique=True)
    place = models.CharField(max_length=64, default="")


class CachedFact(models.Model):
    """One answer, sealed; found by the blind index of person and kind of fact."""

    key = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    as_of = models.DateTimeField()
    fetched_at = models.DateTimeField(db_index=True)
