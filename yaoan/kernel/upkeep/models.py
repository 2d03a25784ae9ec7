"""How long pages took, and what was last done to look after the installation. No persons, no records."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Timing(models.Model):
    """How often a page took how long in ten minutes: `counts` by `timing.BOUNDS`, `total` in milliseconds.

    The row with the slot `timing.EVER` holds the sum of all since the installation began.
    """

    slot = models.DateTimeField()
    page = models.CharField(max_length=80)
    counts = ArrayField(models.BigIntegerField())
    total = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["slot", "page"], name="timing_once")]

    def __str__(self) -> str:
        return f"{self.page} {self.slot}"


class Mark(models.Model):
    """When something was last done, and how it went: `backup`, `drill`, `verify`."""

    what = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    is_good = models.BooleanField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.what} {self.at}"
