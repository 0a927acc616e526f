"""One table."""

from django.conf import settings
from django.db import models


class Violation(models.Model):
    """A traffic violation."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="violations")
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    plate = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    halalas = models.PositiveIntegerField()
    status = models.CharField(max_length=10)

    class Meta:
        """A user's, newest first."""

        app_label = "stock"
        indexes = (models.Index(fields=["owner", "-occurred_at"], name="violation_of_owner"),)

    @property
    def riyals(self) -> float:
        """For the page."""
        return self.halalas / 100
