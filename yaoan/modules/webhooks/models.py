"""Which systems are told of what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.webhooks import lifecycle


class Subscription(Record):
    """Another system that is told of every act on records of some kinds, as far as `reader` may read them.

    `secret` is the id under which the vault keeps what messages are signed with; `former_secret` signs as well until
    `former_until` (inclusive).
    """

    lifecycle = lifecycle.SUBSCRIPTION
    prefix = "HOK"
    search_fields = ("url",)

    url = models.CharField(_("接收网址"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("推送哪些"), default=list)
    reader = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("以谁的权限"), related_name="+")
    proposed_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("提出人"), related_name="+")
    purpose = models.TextField(_("用途"), blank=True)
    secret = models.CharField(_("签名密钥"), max_length=36)
    former_secret = models.CharField(_("原签名密钥"), max_length=36, blank=True)
    former_until = models.DateField(_("原密钥有效至"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("消息推送")
