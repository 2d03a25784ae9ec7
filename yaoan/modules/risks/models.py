"""The risk, the sweep of its class, and the visits of a sweep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.modules.risks import lifecycle, rules
from yaoan.modules.risks.choices import Level, State
from yaoan.modules.subjects.public import ProductKind


class Risk(Record):
    """A danger that is tracked until a second person has seen that it is gone."""

    lifecycle = lifecycle.RISK
    prefix = "RSK"
    facet_fields = ("level", "risk_kind", "product_kind", "channel", "campaign_id", "punctuality")
    search_fields = ("subject_name", "product_name", "batch", "supplier", "clause")

    description = models.TextField(_("隐患情况"))
    risk_kind = models.CharField(_("隐患类别"), max_length=24)
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    level = models.CharField(_("风险等级"), max_length=12, choices=Level.pairs(), blank=True)
    channel = models.CharField(_("发现渠道"), max_length=24)
    subject = models.ForeignKey("subjects.Subject", models.PROTECT, verbose_name=_("对象"), null=True, related_name="+")
    subject_name = models.CharField(_("对象名称"), max_length=200, blank=True)
    product = models.ForeignKey("subjects.Product", models.PROTECT, verbose_name=_("产品"), null=True, related_name="+")
    product_name = models.CharField(_("产品名称"), max_length=200, blank=True)
    batch = models.CharField(_("批号"), max_length=60, blank=True)
    supplier = models.CharField(_("供货单位"), max_length=200, blank=True)
    clause = models.CharField(_("检查条款"), max_length=120, blank=True)
    signal = models.ForeignKey("signals.Signal", models.PROTECT, verbose_name=_("线索"), null=True, related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    visit = models.ForeignKey("risks.Visit", models.PROTECT, verbose_name=_("排查对象"), null=True, related_name="+")
    found_on = models.DateField(_("发现日期"))
    grounds = models.TextField(_("研判依据"), blank=True)
    measure = models.TextField(_("化解措施"), blank=True)
    rectify_by = models.DateField(_("整改期限"), null=True)
    proof = models.TextField(_("整改情况"), blank=True)
    proved_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("提交人"), null=True, related_name="+")
    ordered_seq = models.IntegerField(default=0)
    accepted_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("验收人"), null=True, related_name="+"
    )
    conclusion = models.TextField(_("验收意见"), blank=True)
    closed_on = models.DateField(_("销号日期"), null=True)
    is_drawn = models.BooleanField(_("抽中回访"), default=False)
    relapse_count = models.IntegerField(_("复发次数"), default=0)
    escalated_to = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("已上报"), null=True, related_name="+"
    )
    escalated_on = models.DateField(_("上报日期"), null=True)
    supervised_by = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("督办单位"), null=True, related_name="+"
    )
    supervised_until = models.DateField(_("督办期限"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("风险隐患")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["subject", "risk_kind"], name="risk_subject_kind"),
            models.Index(fields=["risk_kind", "-id"], name="risk_kind"),
            models.Index(fields=["level", "-id"], name="risk_level"),
            models.Index(fields=["area", "level"], name="risk_area_level"),
            models.Index(fields=["supplier"], name="risk_supplier", condition=~models.Q(supplier="")),
            models.Index(fields=["batch"], name="risk_batch", condition=~models.Q(batch="")),
            models.Index(fields=["campaign", "-id"], name="risk_campaign"),
            models.Index(fields=["found_on", "id"], name="risk_found"),
        ]

    @property
    def punctuality(self) -> str:
        """Whether it was put right by the day agreed: `in_time`, `late`, or empty while it is not put right."""
        is_right = self.state in (State.RECTIFIED, State.ACCEPTED, State.CLOSED)
        return self.timing(State.RECTIFIED, self.rectify_by) if is_right else ""

    def missing_evidence(self) -> list[str]:
        """Labels of the evidence the kind of risk asks for and this rectification, since it was ordered, lacks."""
        required = law.document("catalogues/risk_kinds").get(self.risk_kind, {}).get("evidence", ())
        missing = rules.missing_evidence(required, self.evidence, self.ordered_seq)
        return [law.label("evidence", purpose) for purpose in missing]


class Sweep(Record):
    """Find one, treat the class: a tracked list of the places where the same may be wrong."""

    lifecycle = lifecycle.SWEEP
    prefix = "SWP"
    facet_fields = ("campaign_id",)

    risk = models.ForeignKey(Risk, models.PROTECT, verbose_name=_("起因隐患"), related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    criteria = models.JSONField(_("同类依据"), default=list)
    finish_by = models.DateField(_("完成期限"))
    total_count = models.IntegerField(_("排查对象数"), default=0)
    done_count = models.IntegerField(_("已排查"), default=0)
    found_count = models.IntegerField(_("发现同类问题"), default=0)
    summary = models.TextField(_("排查小结"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("同类排查")

    @property
    def coverage(self) -> int:
        return rules.coverage(self.done_count, self.total_count)


class Visit(Record):
    """One place of a sweep, with the reasons why it is on the list and what was found there."""

    lifecycle = lifecycle.VISIT
    prefix = "VST"

    sweep = models.ForeignKey(Sweep, models.PROTECT, verbose_name=_("同类排查"), related_name="+")
    subject = models.ForeignKey("subjects.Subject", models.PROTECT, verbose_name=_("对象"), related_name="+")
    reasons = models.JSONField(_("列入理由"), default=list)
    visit_by = models.DateField(_("排查期限"))
    result = models.TextField(_("排查情况"), blank=True)
    found = models.ForeignKey(Risk, models.PROTECT, verbose_name=_("发现的隐患"), null=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name = _("排查对象")
        constraints = [
            models.UniqueConstraint(
                fields=["sweep", "subject"],
                name="visit_once",
                violation_error_message=_("这家已经列入这次排查。"),
            )
        ]
