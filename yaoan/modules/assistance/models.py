"""The request for assistance and the supervision from above."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.assistance import lifecycle
from yaoan.modules.assistance.choices import Level, Punctuality, Result, State, Urgency


class Request(Record):
    """What one unit asks another to find out for it.

    While it is drafted and on its way it belongs to the asking unit; with the acceptance it goes to the asked one, and the
    other reads on. Who reads a request reads what was sent with it, not the case or risk it comes from. `parts` and
    `answer_parts` are the signed words, [heading, paragraph …] each.
    """

    lifecycle = lifecycle.REQUEST
    prefix = "AST"
    facet_fields = ("urgency", "punctuality", "result", "campaign_id")
    search_fields = ("wanted", "document_number", "answer_number")

    urgency = models.CharField(_("紧急程度"), max_length=12, choices=Urgency.pairs(), default="ordinary")
    case = models.ForeignKey("cases.Case", models.PROTECT, verbose_name=_("案件"), null=True, related_name="+")
    risk = models.ForeignKey("risks.Risk", models.PROTECT, verbose_name=_("风险隐患"), null=True, related_name="+")
    asking = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("请求单位"), related_name="+")
    asked = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("被请求单位"), related_name="+")
    contact = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("联系人"), null=True, related_name="+")
    worker = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("承办人"), null=True, related_name="+")
    wanted = models.TextField(_("请求协助的事项"))
    basis = models.TextField(_("法律依据"), blank=True)
    wanted_by = models.DateField(_("希望答复日期"), null=True)
    document_number = models.CharField(_("协查函文号"), max_length=60, blank=True)
    addressee = models.CharField(_("主送单位"), max_length=120, blank=True)
    parts = models.JSONField(_("签发的文字"), default=list)
    issued_on = models.DateField(_("签发日期"), null=True)
    received_on = models.DateField(_("接收日期"), null=True)
    refusal = models.TextField(_("退回理由"), blank=True)
    right_unit = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("有权单位"), null=True, related_name="+"
    )
    passed_from = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("转交自"), null=True, related_name="+"
    )
    result = models.CharField(_("协查结果"), max_length=12, choices=Result.pairs(), blank=True)
    answer = models.TextField(_("协查情况"), blank=True)
    submitted_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("复函起草人"), null=True, related_name="+"
    )
    answer_number = models.CharField(_("复函文号"), max_length=60, blank=True)
    answer_parts = models.JSONField(_("复函的文字"), default=list)
    answered_on = models.DateField(_("复函日期"), null=True)
    punctuality = models.CharField(_("是否按期"), max_length=8, choices=Punctuality.pairs(), blank=True)
    taken_on = models.DateField(_("办结日期"), null=True)
    use = models.TextField(_("采纳情况"), blank=True)
    chased_count = models.IntegerField(_("催办次数"), default=0)
    escalated_to = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("协调的上级"), null=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("协查")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["case"], name="request_case", condition=models.Q(case__isnull=False)),
            models.Index(fields=["asking", "-id"], name="request_asking"),
            models.Index(fields=["asked", "-id"], name="request_asked"),
        ]

    @property
    def campaign_id(self) -> int | None:
        """The campaign of the case or risk it is about."""
        origin = self.case or self.risk
        return origin.campaign_id if origin else None

    @property
    def is_ordinary(self) -> bool:
        return self.urgency == Urgency.ORDINARY

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.URGENT

    @property
    def is_emergency(self) -> bool:
        return self.urgency == Urgency.EMERGENCY

    @property
    def is_answered(self) -> bool:
        """Whether the answer was signed and stands."""
        return self.state in (State.ANSWERED, State.CLOSED)


class Supervision(Record):
    """A case or risk of a lower unit that a unit above watches until a day.

    `progress` are {"on", "by" (the id of a user), "text"}; `report_every` is in days.
    """

    lifecycle = lifecycle.SUPERVISION
    prefix = "SPV"
    facet_fields = ("level", "punctuality", "campaign_id")
    search_fields = ("requirement", "document_number", "partner")

    level = models.CharField(_("督办方式"), max_length=8, choices=Level.pairs(), default="listed")
    case = models.ForeignKey("cases.Case", models.PROTECT, verbose_name=_("案件"), null=True, related_name="+")
    risk = models.ForeignKey("risks.Risk", models.PROTECT, verbose_name=_("风险隐患"), null=True, related_name="+")
    supervised = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("被督办单位"), related_name="+")
    matter = models.TextField(_("督办事项"), blank=True)
    requirement = models.TextField(_("督办要求"), blank=True)
    partner = models.CharField(_("联合督办的公安机关"), max_length=120, blank=True)
    until = models.DateField(_("督办期限"), null=True)
    report_every = models.IntegerField(_("报告间隔"), default=7)
    report_by = models.DateField(_("下次报告日期"), null=True)
    progress = models.JSONField(_("进展"), default=list)
    document_number = models.CharField(_("督办通知书文号"), max_length=60, blank=True)
    parts = models.JSONField(_("签发的文字"), default=list)
    listed_on = models.DateField(_("列入日期"), null=True)
    result = models.TextField(_("办理结果"), blank=True)
    concluded_on = models.DateField(_("报告结果日期"), null=True)
    punctuality = models.CharField(_("是否按期"), max_length=8, choices=Punctuality.pairs(), blank=True)
    opinion = models.TextField(_("督办单位意见"), blank=True)
    closed_on = models.DateField(_("解除日期"), null=True)
    chased_count = models.IntegerField(_("催办次数"), default=0)

    class Meta(Record.Meta):
        verbose_name = _("督办")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["case"], name="supervision_case", condition=models.Q(case__isnull=False)),
            models.Index(fields=["risk"], name="supervision_risk", condition=models.Q(risk__isnull=False)),
        ]

    @property
    def campaign_id(self) -> int | None:
        """The campaign of the case or risk it is about."""
        origin = self.case or self.risk
        return origin.campaign_id if origin else None
