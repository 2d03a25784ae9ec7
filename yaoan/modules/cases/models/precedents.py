"""The past decision."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import Penalty
from yaoan.modules.subjects.public import ProductKind


class Precedent(Record):
    """A penalty decided elsewhere, or before this system: read from the published paper, to be found among similar cases.

    `law` holds articles as 药品管理法§129, `conducts` keys of `rules.decisions.CONDUCTS`. Sums are yuan; None is what the paper does
    not say. `text` is the paper as it was read, `marks` the places of the values in it.
    """

    lifecycle = lifecycle.PRECEDENT
    prefix = "PRC"
    facet_fields = ("breach", "product_kind")
    search_fields = ("subject_name", "subject_code", "decision_number", "authority", "violation", "product_names")

    authority = models.CharField(_("处罚机关"), max_length=120, blank=True)
    decision_number = models.CharField(_("决定书文号"), max_length=60, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    subject = models.ForeignKey(
        "subjects.Subject", models.PROTECT, verbose_name=_("当事人"), null=True, related_name="+"
    )
    subject_name = models.CharField(_("当事人名称"), max_length=200)
    subject_code = models.CharField(_("统一社会信用代码"), max_length=40, blank=True)
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    breach = models.CharField(_("违法行为"), max_length=32)
    violation = models.CharField(_("决定书的说法"), max_length=200, blank=True)
    products = ArrayField(models.CharField(max_length=200), verbose_name=_("涉案产品"), default=list)
    goods_value = models.DecimalField(_("货值金额"), max_digits=16, decimal_places=2, null=True)
    income = models.DecimalField(_("违法所得"), max_digits=16, decimal_places=2, null=True)
    fine = models.DecimalField(_("罚款"), max_digits=16, decimal_places=2, null=True)
    confiscated = models.DecimalField(_("没收违法所得"), max_digits=16, decimal_places=2, null=True)
    penalties = ArrayField(
        models.CharField(max_length=16, choices=Penalty.pairs()), verbose_name=_("处罚种类"), default=list
    )
    penalty = models.TextField(_("处罚内容"))
    facts = models.TextField(_("违法事实"), blank=True)
    law = ArrayField(models.CharField(max_length=80), verbose_name=_("引用的法条"), default=list)
    conducts = ArrayField(models.CharField(max_length=40), default=list)
    is_typical = models.BooleanField(_("典型案例"), default=False)
    text = models.TextField(_("原文"), blank=True)
    marks = models.JSONField(default=list)
    doubts = ArrayField(models.CharField(max_length=1000), verbose_name=_("存疑"), default=list)
    conclusion = models.TextField(_("剔除原因"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("既往决定")
        verbose_name_plural = _("既往决定")
        indexes = [*Record.Meta.indexes, models.Index(fields=["subject"], name="precedent_subject")]

    @property
    def party_name(self) -> str:
        """What the party is called in lists."""
        return self.subject_name

    @property
    def product_names(self) -> str:
        return " ".join(self.products)

    @property
    def words(self) -> str:
        """What the breach is called when it is compared: by the catalogue, or as the paper says where that has no line for it."""
        row = law.document("catalogues/breaches").get(self.breach, {}) if self.breach != "other" else {}
        found: str = row.get("label", {}).get("zh", "") or self.violation
        return found
