"""The entry on the list of serious violators."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.access.models import Agency
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import Heavier, WayOut
from yaoan.modules.cases.models.cases import Case


class Violator(Record):
    """A party of a case on the list of serious violators: why, since when, until when, and what it said against it.

    `listed_on` is the day of the decision to list. `remove_on` is the last day on the list, `early_from` the day after which
    an early removal may be asked for. An objection is open while `answer_by` is set. `wish` is the application for early
    removal that is being examined, or the last one.
    """

    lifecycle = lifecycle.VIOLATOR
    prefix = "VIO"
    facet_fields = ("ground", "heavier", "product_kind", "campaign_id", "way_out")
    search_fields = ("subject_name", "subject_code")

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=_("案件"), related_name="+")
    subject = models.ForeignKey(
        "subjects.Subject", models.PROTECT, verbose_name=_("当事人"), null=True, related_name="+"
    )
    subject_name = models.CharField(_("当事人名称"), max_length=200)
    subject_code = models.CharField(_("统一社会信用代码"), max_length=40, blank=True)
    ground = models.CharField(_("列入情形"), max_length=32)
    heavier = models.CharField(_("较重行政处罚"), max_length=16, choices=Heavier.pairs())
    reason = models.TextField(_("性质恶劣、情节严重、社会危害较大的理由"))
    proposed_by = models.BigIntegerField(_("提出人"), null=True)
    told_on = models.DateField(_("收到告知日期"), null=True)
    defence_until = models.DateField(_("陈述申辩期满"), null=True)
    defence = models.TextField(_("陈述申辩"), blank=True)
    defence_answer = models.TextField(_("复核意见"), blank=True)
    agreed_on = models.DateField(_("上级同意日期"), null=True)
    agreement = models.TextField(_("上级意见"), blank=True)
    listed_on = models.DateField(_("列入日期"), null=True)
    restricted_until = models.DateField(_("限制期限至"), null=True)
    remove_on = models.DateField(_("列入期满"), null=True)
    early_from = models.DateField(_("可以申请提前移出"), null=True)
    published_on = models.DateField(_("公示日期"), null=True)
    publication = models.TextField(_("公示文本"), blank=True)
    objection = models.TextField(_("异议"), blank=True)
    objected_on = models.DateField(_("收到异议日期"), null=True)
    answer_by = models.DateField(_("异议答复期限"), null=True)
    objection_answer = models.TextField(_("异议答复"), blank=True)
    wish = models.TextField(_("提前移出申请"), blank=True)
    left_on = models.DateField(_("移出或者撤销日期"), null=True)
    way_out = models.CharField(_("移出方式"), max_length=12, choices=WayOut.pairs(), blank=True)
    conclusion = models.TextField(_("结果和理由"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("失信名单")
        verbose_name_plural = _("失信名单")
        indexes = [*Record.Meta.indexes, models.Index(fields=["subject"], name="violator_subject")]

    @property
    def product_kind(self) -> str:
        return self.case.product_kind

    @property
    def campaign_id(self) -> int | None:
        return self.case.campaign_id

    @property
    def superior_id(self) -> int | None:
        """The unit above the one that lists, whose consent a city or a county needs."""
        found: int | None = self.agency.parent_id
        return found

    @property
    def needs_consent(self) -> bool:
        """Whether the unit above has to agree: below the province it has, where there is a unit above."""
        return self.superior_id is not None and self.agency.kind not in (Agency.Kind.NMPA, Agency.Kind.PROVINCE)

    @property
    def awaits_consent(self) -> bool:
        return self.needs_consent and self.agreed_on is None

    @property
    def awaits_publication(self) -> bool:
        return self.published_on is None

    def is_on_list(self, day: date) -> bool:
        """Whether it stood on the list on a day."""
        return bool(self.listed_on and self.listed_on <= day and (self.left_on is None or day < self.left_on))
