"""The penalty that another province sent to be published here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.cases import lifecycle


class Publication(Record):
    """A penalty of a party of this province, decided in another one. What it says is the sender's; here it is published."""

    lifecycle = lifecycle.PUBLICATION
    prefix = "PUB"
    search_fields = ("subject_name", "subject_code", "decision_number", "sender")

    sender = models.CharField(_("作出处罚决定机关"), max_length=120)
    decision_number = models.CharField(_("决定书文号"), max_length=60)
    decided_on = models.DateField(_("决定日期"))
    received_on = models.DateField(_("收到日期"))
    subject = models.ForeignKey(
        "subjects.Subject", models.PROTECT, verbose_name=_("当事人"), null=True, related_name="+"
    )
    subject_name = models.CharField(_("当事人名称"), max_length=200)
    subject_code = models.CharField(_("统一社会信用代码"), max_length=40, blank=True)
    breach = models.CharField(_("违法行为"), max_length=200)
    penalty = models.TextField(_("处罚内容"))
    is_brief = models.BooleanField(_("仅通报批评或者较低数额罚款"), default=False)
    restricted_until = models.DateField(_("限制期限至"), null=True)
    publication = models.TextField(_("公示文本"), blank=True)
    published_on = models.DateField(_("公示日期"), null=True)
    public_until = models.DateField(_("公示至"), null=True)
    conclusion = models.TextField(_("退回、撤回或者停止的原因"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("外省处罚公示")
        verbose_name_plural = _("外省处罚公示")
        indexes = [*Record.Meta.indexes, models.Index(fields=["subject"], name="publication_subject")]
