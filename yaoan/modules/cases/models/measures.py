"""The coercive measure."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import MeasureKind
from yaoan.modules.cases.models.cases import Case


class Measure(Record):
    """A coercive measure, or evidence preserved in advance: what, where, by which two officers, until when."""

    lifecycle = lifecycle.MEASURE
    prefix = "MSR"
    facet_fields = ("measure_kind", "campaign_id")
    search_fields = ("items_text",)

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=_("案件"), related_name="+")
    measure_kind = models.CharField(_("措施种类"), max_length=16, choices=MeasureKind.pairs())
    things = ArrayField(models.CharField(max_length=300), verbose_name=_("物品或者场所"), default=list)
    kept_at = models.CharField(_("存放地点"), max_length=200)
    officers = ArrayField(models.BigIntegerField(), verbose_name=_("实施人员"), default=list)
    reason = models.TextField(_("理由"))
    is_approved = models.BooleanField(_("已经批准"), default=False)
    approved_on = models.DateField(_("批准日期"), null=True)
    tested_at = models.CharField(_("检验机构"), max_length=200, blank=True)
    sent_on = models.DateField(_("送检日期"), null=True)
    test_until = models.DateField(_("预计检验完成日期"), null=True)
    test_result = models.TextField(_("检验结论"), blank=True)
    result = models.TextField(_("处理情况"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("强制措施")

    @property
    def campaign_id(self) -> int | None:
        return self.case.campaign_id

    @property
    def items_text(self) -> str:
        return " ".join(self.things)

    @property
    def awaits_approval(self) -> bool:
        return not self.is_approved

    @property
    def is_preservation(self) -> bool:
        return self.measure_kind == MeasureKind.PRESERVATION

    @property
    def is_seizure(self) -> bool:
        return self.measure_kind == MeasureKind.SEIZURE

    @property
    def is_drug_seizure(self) -> bool:
        return self.measure_kind == MeasureKind.DRUG_SEIZURE

    @property
    def is_narcotics(self) -> bool:
        return self.measure_kind == MeasureKind.NARCOTICS
