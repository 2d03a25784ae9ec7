"""The talk or letter by which a firm is told what is wrong and what it must do."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.modules.letters import lifecycle
from yaoan.modules.letters.choices import Kind, Result, State, Way
from yaoan.modules.subjects.public import ProductKind


class Letter(Record):
    """A talk, letter or order to a firm, followed until a second person has seen that it was heeded."""

    lifecycle = lifecycle.LETTER
    prefix = "LTR"
    facet_fields = ("letter_kind", "product_kind", "campaign_id", "punctuality", "accountable_count")
    search_fields = ("subject_name", "document_number", "problems")

    letter_kind = models.CharField(_("函件种类"), max_length=16, choices=Kind.pairs())
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    subject = models.ForeignKey("subjects.Subject", models.PROTECT, verbose_name=_("对象"), null=True, related_name="+")
    subject_name = models.CharField(_("对象名称"), max_length=200, blank=True)
    risk = models.ForeignKey("risks.Risk", models.PROTECT, verbose_name=_("起因隐患"), null=True, related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    problems = models.TextField(_("存在的问题"), blank=True)
    basis = models.TextField(_("法律依据"), blank=True)
    measures = models.TextField(_("要求和措施"), blank=True)
    suspended = models.TextField(_("暂停的活动或者产品"), blank=True)
    asks_accountability = models.BooleanField(_("要求企业内部问责"), default=True)
    talk_on = models.DateField(_("约谈日期"), null=True)
    talk_place = models.CharField(_("约谈地点"), max_length=120, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    wording = models.TextField(_("签发的文字"), blank=True)
    issued_on = models.DateField(_("签发日期"), null=True)
    issued_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("签发人"), null=True, related_name="+")
    served_on = models.DateField(_("送达日期"), null=True)
    served_way = models.CharField(_("送达方式"), max_length=12, choices=Way.pairs(), blank=True)
    receiver = models.CharField(_("签收人"), max_length=60, blank=True)
    reply_by = models.DateField(_("答复期限"), null=True)
    chased_count = models.IntegerField(_("催办次数"), default=0)
    minutes = models.TextField(_("约谈记录"), blank=True)
    attendees = models.TextField(_("参加人员"), blank=True)
    reply = models.TextField(_("企业答复"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True)
    answered_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("登记答复的人"), null=True, related_name="+"
    )
    accountability = models.TextField(_("企业问责说明"), blank=True)
    accountable = models.JSONField(_("企业问责的人员"), default=list)
    accountable_count = models.IntegerField(_("企业问责人数"), default=0)
    lifted_on = models.DateField(_("解除暂停日期"), null=True)
    checked_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("核查人"), null=True, related_name="+")
    result = models.CharField(_("核查结果"), max_length=12, choices=Result.pairs(), blank=True)
    conclusion = models.TextField(_("核查意见"), blank=True)
    closed_on = models.DateField(_("办结日期"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("约谈和函件")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["subject", "-id"], name="letter_subject"),
            models.Index(fields=["risk"], name="letter_risk", condition=models.Q(risk__isnull=False)),
            models.Index(fields=["campaign", "-id"], name="letter_campaign"),
        ]

    @property
    def addressee(self) -> str:
        """To whom it goes."""
        return self.subject_name or (self.subject.title if self.subject else "")

    @property
    def pieces(self) -> dict[str, Any]:
        """The entry of the catalogue for this kind of letter."""
        found: dict[str, Any] = law.document("catalogues/letters")[str(self.letter_kind)]
        return found

    @property
    def article(self) -> str:
        """The legal basis: what the officer wrote, else what the catalogue gives for this kind of product."""
        return self.basis or str(self.pieces["basis"].get(str(self.product_kind), ""))

    @property
    def demands(self) -> str:
        """What is asked of the firm, a line each: what the officer wrote, else the usual demands of this kind."""
        return self.measures or "\n".join(self.pieces["usual"])

    @property
    def is_talk_due(self) -> bool:
        """Whether a talk is still to be held."""
        return self.letter_kind == Kind.TALK and not self.minutes

    @property
    def punctuality(self) -> str:
        """Whether the firm answered by the day set: `in_time`, `late`, or empty while it has not answered."""
        if self.answered_on is None or self.reply_by is None or self.state not in (State.ANSWERED, State.CLOSED):
            return ""
        return "in_time" if self.answered_on <= self.reply_by else "late"
