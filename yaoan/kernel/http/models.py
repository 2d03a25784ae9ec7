"""The tokens by which programs sign in for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A program signs in with it as the person it belongs to. Only its hash is kept.

    `may_act` tokens perform acts, others only read. `minute` and `count` say how often it was used in that minute.
    """

    user = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    name = models.CharField(_("用途"), max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    may_act = models.BooleanField(_("可以办理"), default=False)
    made_at = models.DateTimeField()
    expires_on = models.DateField(_("有效期至"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)
    used_at = models.DateTimeField(_("最近使用"), null=True)
    minute = models.BigIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="apitoken_user")]

    def __str__(self) -> str:
        return self.name
