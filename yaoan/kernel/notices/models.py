"""Notices to people: what they were told, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One line to one person about one duty. The same reminder is never given twice."""

    user = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    act = models.CharField(max_length=40)
    text = models.CharField(_("提醒"), max_length=400)
    whom = models.CharField(max_length=12)
    day = models.DateField()
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record_id", "act", "day"], name="notice_once")]
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_user")]

    def __str__(self) -> str:
        return self.text
