"""The parcel."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests.kernel.testapp import lifecycle
from tests.kernel.testapp.choices import Size
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import Text


class Parcel(Record):
    """Something that is announced, received, handed to a person and confirmed by another."""

    lifecycle = lifecycle.PARCEL
    prefix = "PCL"
    facet_fields = ("size",)
    search_fields = ("contents",)

    contents = models.TextField(Text("内容", "Contents"), blank=True)
    size = models.CharField(Text("大小", "Size"), max_length=12, choices=Size.pairs())
    weight = models.DecimalField(Text("重量（千克）", "Weight (kg)"), max_digits=18, decimal_places=4, null=True)
    is_fragile = models.BooleanField(Text("易碎", "Fragile"), default=False)
    labels = ArrayField(models.CharField(max_length=40), verbose_name=Text("标签", "Labels"), default=list)
    sender = models.CharField(Text("寄件人", "Sender"), max_length=60, blank=True)
    deliver_by = models.DateField(Text("发放期限", "Deliver by"), null=True)
    origin = models.ForeignKey(
        "self", models.PROTECT, verbose_name=Text("原包裹", "Split off from"), null=True, related_name="parts"
    )

    class Meta(Record.Meta):
        verbose_name = Text("包裹", "Parcel")
        verbose_name_plural = verbose_name
