"""A report of a unit on a period: figures read from the rows, an officer's words, and what was signed of both."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.figures.periods import Period
from yaoan.kernel.records.models import Record
from yaoan.modules.reports import lifecycle
from yaoan.modules.reports.choices import State


class Report(Record):
    """One return with its tables and its narrative.

    `figures` is what `queries.reckon` read from the journal: values by key, the tables, the entry up to which was counted
    and the instant. `words` are an officer's own, by slot. What was frozen lies as a file under `snapshot` (its SHA-256),
    signed by `signature`; `slips` are the corrections since, the oldest first.
    """

    lifecycle = lifecycle.REPORT
    prefix = "RPT"
    facet_fields = ("template", "campaign_id")
    search_fields = ("document_number",)

    template = models.CharField(_("报表类别"), max_length=40)
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    covers_from = models.DateField(_("所属期起"))
    covers_until = models.DateField(_("所属期止"))
    owed = models.ForeignKey(
        "campaigns.Return", models.PROTECT, verbose_name=_("对应的报送"), null=True, related_name="+"
    )
    to = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("报送到"), null=True, related_name="+")
    due_on = models.DateField(_("报送期限"), null=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    drafted_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("起草人"), related_name="+")
    presented_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("报请人"), null=True, related_name="+"
    )
    frozen_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("审定人"), null=True, related_name="+")
    frozen_on = models.DateField(_("冻结日期"), null=True)
    submitted_on = models.DateField(_("报送日期"), null=True)
    figures = models.JSONField(_("数字"), default=dict)
    words = models.JSONField(_("文字"), default=dict)
    snapshot = models.CharField(_("快照"), max_length=64, blank=True)
    signature = models.CharField(_("签名"), max_length=128, blank=True)
    slips = models.JSONField(_("更正单"), default=list)

    class Meta(Record.Meta):
        verbose_name = _("报表")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["template", "area", "covers_until"], name="report_series"),
        ]

    @property
    def period(self) -> Period:
        return Period(self.covers_from, self.covers_until)

    @property
    def is_undated(self) -> bool:
        return self.due_on is None

    @property
    def is_frozen(self) -> bool:
        """Whether its figures are what somebody signed, and change by slips alone."""
        return self.state in (State.FROZEN, State.SUBMITTED, State.CORRECTED)
