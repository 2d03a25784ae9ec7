"""What is worked out of the journal and kept so that figures are fast. All of it can be thrown away and rebuilt."""

from django.db import models
from django.db.models import Q


class Horizon(models.Model):
    """How far the journal has been rolled up: everything up to `entry` is in the other tables, nothing after it.

    One row. `version` rises with every change, so that a reader knows the tables are the ones it looked at.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    entry = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)


class Series(models.Model):
    """An atom of a declared metric, complete up to the horizon; `since` is the first month it has anything in."""

    key = models.CharField(max_length=1000, unique=True)
    spec = models.JSONField()
    since = models.DateField(null=True)

    def __str__(self) -> str:
        return self.key


class Tally(models.Model):
    """What a series counts in one month, place and responsible unit.

    `month` is its first day. `area` is cut to `level` digits: 6 for counties, 9 for townships. For stock `count` is the
    change during the month: records that came to be in the states less those that left them. `kind` is that of the
    series, by which the database tells who may see the row.
    """

    pk = models.CompositePrimaryKey("series_id", "level", "month", "area", "agency")
    series = models.ForeignKey(Series, models.CASCADE, related_name="tallies", db_index=False)
    kind = models.CharField(max_length=40)
    level = models.SmallIntegerField()
    month = models.DateField()
    area = models.CharField(max_length=12, db_collation="C")
    agency = models.BigIntegerField()
    count = models.BigIntegerField()
    amount = models.DecimalField(max_digits=40, decimal_places=10, null=True)

    class Meta:
        indexes = [models.Index(fields=["series", "level", "agency", "month"], name="tally_agency")]


class Stay(models.Model):
    """Where a record stood from `day` until the day before `until` (open while empty), and the entry that put it there.

    A change counts from the day it took effect, but never before the changes before it. Acts that were taken back have
    never been.
    """

    pk = models.CompositePrimaryKey("record", "seq")
    record = models.BigIntegerField()
    seq = models.IntegerField()
    entry = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=24)
    area = models.CharField(max_length=12, db_collation="C")
    agency = models.BigIntegerField()
    facets = models.JSONField(default=dict)
    day = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("day")), name="stay_days"),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "day"], name="stay_day"),
            models.Index(fields=["kind", "state", "until"], name="stay_until"),
        ]
